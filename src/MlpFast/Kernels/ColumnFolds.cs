using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>What is made of the columns of four rows, one column after the other.</summary>
internal interface IColumnFold
{
    void Add(Vector128<float> column);
}

/// <summary>What is made of the columns of two matrices.</summary>
internal interface IColumnPairFold
{
    void Add(Vector128<float> column, Vector128<float> other);
}

/// <summary>Each row's largest element; any where one is NaN.</summary>
internal struct LargestColumn() : IColumnFold
{
    public Vector128<float> Value { get; private set; } = Vector128.Create(float.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> column) =>
        Value = Vector128.ConditionalSelect(Vector128.GreaterThan(column, Value), column, Value);
}

/// <summary>Each row's sum, in double.</summary>
internal struct ColumnSum : IColumnFold
{
    public Vector256<double> Value { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> column) => Value += FourRows.InDouble(column);
}

/// <summary>Each row's Σ yᵢ (ln Σⱼ e^(zⱼ − max) − (zᵢ − max)) in double, from the columns of z and of y.</summary>
internal struct CrossEntropySum(Vector128<float> maxima, Vector256<double> logarithms) : IColumnPairFold
{
    private readonly Vector256<double> _maxima = FourRows.InDouble(maxima);
    private readonly Vector256<double> _logarithms = logarithms;

    public Vector256<double> Value { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> column, Vector128<float> other) =>
        Value += FourRows.InDouble(other) * (_logarithms - (FourRows.InDouble(column) - _maxima));
}

/// <summary>Each row's Σ (ŷ − y)² in double, from the columns of ŷ and of y.</summary>
internal struct SquaredErrorSum : IColumnPairFold
{
    public Vector256<double> Value { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> column, Vector128<float> other)
    {
        Vector256<double> difference = FourRows.InDouble(column - other);
        Value += difference * difference;
    }
}

/// <summary>Whether an element is outside [0, 1], and each row's sum in double.</summary>
internal struct ProbabilitySum : IColumnFold
{
    private Vector128<uint> _largestBits;

    /// <summary>A number in [0, 1] has no larger bits than 1; a negative one and NaN have.</summary>
    public readonly bool AnyOutside => Vector128.GreaterThanAny(_largestBits, Vector128<float>.One.AsUInt32());

    public Vector256<double> Value { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> column)
    {
        _largestBits = Vector128.Max(_largestBits, (column + Vector128<float>.Zero).AsUInt32()); // −0 becomes 0.
        Value += FourRows.InDouble(column);
    }
}
