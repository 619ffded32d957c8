using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>eˣ for x ≤ 0, which is all that sigmoid, tanh and softmax need. In float arithmetic with the same bits for every lane.</summary>
/// <remarks>
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ = 1 + (r + r²·q(r)) with q of degree 4, fitted by weighted least squares to 0.05 units in the
/// last place, and best below r = 0, where rounding errors are worst. NaN gives NaN.
/// </remarks>
internal static class Exponential
{
    /// <summary>
    /// Below it eˣ rounds to zero. Here it is zero where 2ⁿ is, for n = −150: from −103.6 on, less than a unit in the last place too early.
    /// </summary>
    private const float Lowest = -104;

    private const float Log2E = 1.4426950216293335f;

    /// <summary>ln 2 in two parts; the product of the first, of 15 significant bits, with n is exact.</summary>
    private const float Ln2High = 0.693145751953125f;
    private const float Ln2Low = 1.428606765330187e-06f;

    /// <summary>1.5 · 2²³: adding it and taking it away rounds to a whole number.</summary>
    private const float Rounder = 12582912;

    private const float Q0 = 0.4999997615814209f;
    private const float Q1 = 0.1666652113199234f;
    private const float Q2 = 0.04167291149497032f;
    private const float Q3 = 0.008368678390979767f;
    private const float Q4 = 0.0013549273135140538f;

    /// <summary>The polynomial in pairs, for a short chain of dependent operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane OfNegative<TLane>(TLane x)
        where TLane : struct, IArithmeticLane<TLane>
    {
        x = TLane.Max(TLane.Splat(Lowest), x);
        TLane rounder = TLane.Splat(Rounder);
        TLane n = TLane.FusedMultiplyAdd(TLane.Splat(Log2E), x, rounder) - rounder;
        TLane r = TLane.FusedMultiplyAdd(n, TLane.Splat(-Ln2High), x);
        r = TLane.FusedMultiplyAdd(n, TLane.Splat(-Ln2Low), r);
        TLane square = r * r;
        TLane q = TLane.FusedMultiplyAdd(square, TLane.Splat(Q4), TLane.FusedMultiplyAdd(TLane.Splat(Q3), r, TLane.Splat(Q2)));
        q = TLane.FusedMultiplyAdd(square, q, TLane.FusedMultiplyAdd(TLane.Splat(Q1), r, TLane.Splat(Q0)));
        TLane power = TLane.PowerOfTwo(n); // Beside the polynomial: behind it, it would lengthen the chain.
        return TLane.FusedMultiplyAdd(TLane.FusedMultiplyAdd(square, q, r), power, power);
    }
}
