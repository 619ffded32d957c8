using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The largest magnitude of the values added, element by element, and whether all of them were finite.</summary>
internal struct Magnitude<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    private TLane _largest;

    /// <summary>0 · value, summed: not zero once a value was NaN or infinite.</summary>
    private TLane _zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLane value)
    {
        TLane magnitude = TLane.Abs(value);
        _largest = TLane.Select(TLane.LessThan(_largest, magnitude), magnitude, _largest);
        _zero = TLane.FusedMultiplyAdd(magnitude, TLane.Splat(0), _zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Magnitude<TLane> other)
    {
        Add(other._largest);
        _zero += other._zero;
    }

    /// <summary>The largest magnitude; NaN in an element where a value was NaN or infinite.</summary>
    public readonly TLane Largest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _largest + _zero;
    }
}
