using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>Something about many values that the order they come in does not change, element by element of a lane.</summary>
internal interface IReduction<TSelf, TLane>
    where TSelf : struct, IReduction<TSelf, TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>That of one value.</summary>
    static abstract TSelf Of(TLane value);

    void Add(TLane value);

    void Add(TSelf other);

    /// <summary>That of all elements together.</summary>
    float Result { get; }
}

/// <summary>The largest value; any of them where one is NaN.</summary>
internal struct Largest<TLane> : IReduction<Largest<TLane>, TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    private TLane _largest;

    public readonly float Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Largest(_largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Largest<TLane> Of(TLane value) => new() { _largest = value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLane value) => _largest = TLane.Max(value, _largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Largest<TLane> other) => Add(other._largest);
}

/// <summary>The largest magnitude; NaN where a value was NaN.</summary>
internal struct LargestMagnitude<TLane> : IReduction<LargestMagnitude<TLane>, TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    private TLane _largest;

    public readonly float Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Maximum(_largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LargestMagnitude<TLane> Of(TLane value) => new() { _largest = TLane.Abs(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLane value) => _largest = TLane.MaxOfMagnitudes(TLane.Abs(value), _largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(LargestMagnitude<TLane> other) => _largest = TLane.MaxOfMagnitudes(other._largest, _largest);

    /// <summary>The largest element, or NaN.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe float Maximum(TLane values)
    {
        float* room = stackalloc float[TLane.Count + CacheLine.Floats];
        float* elements = CacheLine.Align(room);
        values.Store(ref *elements);
        if (TLane.Count == 1)
        {
            return elements[0]; // A lane of the tests.
        }

        Vector128<float> largest = Vector128.LoadAligned(elements);
        for (int i = Vector128<float>.Count; i < TLane.Count; i += Vector128<float>.Count)
        {
            largest = Vector128.Max(largest, Vector128.LoadAligned(elements + i));
        }

        largest = Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
