using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>A quotient whose denominator is a sum, as if that sum were not rounded.</summary>
internal static class Quotient
{
    /// <summary>
    /// numerator / (large + small), for large ≥ |small|: the quotient by the rounded denominator, corrected by the remainder that this leaves.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Of<TLane>(TLane numerator, TLane large, TLane small)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane denominator = large + small;
        TLane lost = (large - denominator) + small;
        TLane reciprocal = TLane.Splat(1) / denominator;
        TLane quotient = numerator * reciprocal;
        TLane negative = TLane.Splat(0) - quotient;
        TLane remainder = TLane.FusedMultiplyAdd(negative, lost, TLane.FusedMultiplyAdd(negative, denominator, numerator));
        return TLane.FusedMultiplyAdd(remainder, reciprocal, quotient);
    }
}
