using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>e⁻ˣ for x ≥ 0, which is all that sigmoid, tanh and softmax need. In float arithmetic with the same bits for every lane.</summary>
/// <remarks>
/// −x = n·ln 2 − s with |s| ≤ ½ ln 2, and e⁻ˢ = 1 − s + s²·q(s) with q of degree 5, fitted by weighted least squares to a relative error of
/// 2⁻²⁸ of e⁻ˢ − 1. NaN gives NaN.
/// </remarks>
internal static class Exponential
{
    /// <summary>Above it e⁻ˣ rounds to zero.</summary>
    private const float Highest = 104;

    private const float Log2E = 1.4426950216293335f;

    /// <summary>ln 2 in two parts; the product of the first, of 15 significant bits, with n is exact.</summary>
    private const float Ln2High = 0.693145751953125f;
    private const float Ln2Low = 1.428606765330187e-06f;

    /// <summary>1.5 · 2²³: adding it and taking it away rounds to a whole number.</summary>
    private const float Rounder = 12582912;

    private const float Q0 = 0.5f;
    private const float Q1 = -0.1666666716337204f;
    private const float Q2 = 0.04166635125875473f;
    private const float Q3 = -0.008333276025950909f;
    private const float Q4 = 0.00139412481803447f;
    private const float Q5 = -0.0001991276367334649f;

    /// <summary>
    /// The polynomial in pairs, for a short chain of dependent operations; what the rounding of 1 − s loses is added to its last term.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane OfNegative<TLane>(TLane x)
        where TLane : struct, IArithmeticLane<TLane>
    {
        x = TLane.Min(TLane.Splat(Highest), x);
        TLane rounder = TLane.Splat(Rounder);
        TLane n = TLane.FusedMultiplyAdd(x, TLane.Splat(-Log2E), rounder) - rounder;
        TLane s = TLane.FusedMultiplyAdd(n, TLane.Splat(Ln2High), x);
        s = TLane.FusedMultiplyAdd(n, TLane.Splat(Ln2Low), s);
        TLane square = s * s;
        TLane q = TLane.FusedMultiplyAdd(s, TLane.Splat(Q5), TLane.Splat(Q4));
        q = TLane.FusedMultiplyAdd(square, q, TLane.FusedMultiplyAdd(s, TLane.Splat(Q3), TLane.Splat(Q2)));
        q = TLane.FusedMultiplyAdd(square, q, TLane.FusedMultiplyAdd(s, TLane.Splat(Q1), TLane.Splat(Q0)));
        TLane one = TLane.Splat(1);
        TLane head = one - s;
        TLane tail = TLane.FusedMultiplyAdd(square, q, (one - head) - s);
        return TLane.Scale(head + tail, n);
    }
}
