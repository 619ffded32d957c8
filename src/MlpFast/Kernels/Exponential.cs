using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// eˣ and eˣ − 1 for x ≤ 0, which is all that sigmoid, tanh and softmax need. In float arithmetic with the same bits for every lane.
/// </summary>
/// <remarks>
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ − 1 = r + r²·q(r) with q of degree 5, fitted by weighted least squares to a relative error of
/// 2⁻²⁸. NaN gives NaN.
/// </remarks>
internal static class Exponential
{
    /// <summary>Below it eˣ rounds to zero.</summary>
    private const float Lowest = -104;

    private const float Log2E = 1.4426950216293335f;

    /// <summary>ln 2 in two parts; the product of the first, of 15 significant bits, with n is exact.</summary>
    private const float Ln2High = 0.693145751953125f;
    private const float Ln2Low = 1.428606765330187e-06f;

    /// <summary>1.5 · 2²³: adding it and taking it away rounds to a whole number.</summary>
    private const float Rounder = 12582912;

    private const float Q0 = 0.5f;
    private const float Q1 = 0.1666666716337204f;
    private const float Q2 = 0.04166635125875473f;
    private const float Q3 = 0.008333276025950909f;
    private const float Q4 = 0.00139412481803447f;
    private const float Q5 = 0.0001991276367334649f;

    /// <summary>eˣ for x ≤ 0: 1 + r is rounded, and what that leaves is added to the rest, so that only the last addition counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane OfNonPositive<TLane>(TLane x)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane r = Reduce(x, out TLane exponent, out TLane rest);
        TLane one = TLane.Splat(1);
        TLane head = one + r;
        return TLane.Scale(head + ((one - head) + r + rest), exponent);
    }

    /// <summary>eˣ − 1 for x ≤ 0, accurate near 0 as well, and eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane MinusOneOfNonPositive<TLane>(TLane x, out TLane power)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane r = Reduce(x, out TLane exponent, out TLane rest);
        TLane one = TLane.Splat(1);
        TLane scale = TLane.Scale(one, exponent);
        TLane fraction = r + rest;
        power = TLane.FusedMultiplyAdd(scale, fraction, scale);
        return TLane.FusedMultiplyAdd(scale, fraction, scale - one);
    }

    /// <summary>n and r, and eʳ − 1 − r with what the rounding of r has left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Reduce<TLane>(TLane x, out TLane exponent, out TLane rest)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane lowest = TLane.Splat(Lowest);
        x = TLane.Select(TLane.LessThan(x, lowest), lowest, x);
        TLane rounder = TLane.Splat(Rounder);
        exponent = TLane.FusedMultiplyAdd(x, TLane.Splat(Log2E), rounder) - rounder;
        TLane low = TLane.Splat(-Ln2Low);
        TLane unreduced = TLane.FusedMultiplyAdd(exponent, TLane.Splat(-Ln2High), x);
        TLane r = TLane.FusedMultiplyAdd(exponent, low, unreduced);
        TLane lost = TLane.FusedMultiplyAdd(exponent, low, unreduced - r);
        TLane q = TLane.FusedMultiplyAdd(r, TLane.Splat(Q5), TLane.Splat(Q4));
        q = TLane.FusedMultiplyAdd(r, q, TLane.Splat(Q3));
        q = TLane.FusedMultiplyAdd(r, q, TLane.Splat(Q2));
        q = TLane.FusedMultiplyAdd(r, q, TLane.Splat(Q1));
        q = TLane.FusedMultiplyAdd(r, q, TLane.Splat(Q0));
        rest = TLane.FusedMultiplyAdd(r * r, q, lost);
        return r;
    }
}
