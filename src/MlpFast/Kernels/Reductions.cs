using System.Runtime.CompilerServices;

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

    TLane Result { get; }
}

/// <summary>The largest value; NaN is passed over unless it comes first.</summary>
internal struct Largest<TLane> : IReduction<Largest<TLane>, TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    private TLane _largest;

    public readonly TLane Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _largest;
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

    public readonly TLane Result
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LargestMagnitude<TLane> Of(TLane value) => new() { _largest = TLane.Abs(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLane value) => _largest = TLane.MaxOfMagnitudes(TLane.Abs(value), _largest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(LargestMagnitude<TLane> other) => _largest = TLane.MaxOfMagnitudes(other._largest, _largest);
}
