using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>An element-wise activation and its derivative, the latter from the activation's own value so that nothing is computed twice.</summary>
internal interface IActivation
{
    /// <summary>a = f(z).</summary>
    static abstract TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>;

    /// <summary>f′(z), given a = f(z).</summary>
    static abstract TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane>;
}

/// <summary>f(z) = z; f′ = 1.</summary>
internal readonly struct IdentityActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane> => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane> => TLane.Splat(1);
}

/// <summary>f(z) = 1 / (1 + e⁻ᶻ); f′ = a(1 − a).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    /// <summary>
    /// With e = e^−|z| and p = e/(1 + e) it is 1 − p for z ≥ 0 and e − e·p below: nothing overflows, small values keep their digits, and the
    /// quotient is but a correction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane one = TLane.Splat(1);
        TLane e = Exponential.OfNegative(TLane.MinusMagnitude(z));
        TLane minusP = e / (TLane.Splat(-1) - e);
        TLane leading = TLane.SelectNegative(z, e, one);
        return TLane.FusedMultiplyAdd(leading, minusP, leading);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane> => a * (TLane.Splat(1) - a);
}

/// <summary>f(z) = max(z, 0); f′ = 1 where a > 0, else 0.</summary>
internal readonly struct ReLUActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane zero = TLane.Splat(0);
        return TLane.Select(TLane.LessThan(z, zero), zero, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane zero = TLane.Splat(0);
        return TLane.Select(TLane.LessThan(zero, a), TLane.Splat(1), zero);
    }
}

/// <summary>f(z) = tanh z; f′ = 1 − a².</summary>
internal readonly struct TanhActivation : IActivation
{
    /// <summary>Below it a polynomial is more accurate than the exponential.</summary>
    private const float Small = 0.55f;

    private const float P0 = -0.33333316445350647f;
    private const float P1 = 0.13332499563694f;
    private const float P2 = -0.05384227633476257f;
    private const float P3 = 0.02102721855044365f;
    private const float P4 = -0.006207429338246584f;

    /// <summary>
    /// With e = e^−2|z| it is 1 − 2e/(1 + e), with the sign of z; near zero z + z³·p(z²), with p of degree 4, fitted by weighted least squares
    /// to a relative error of 2⁻²⁹.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane minusMagnitude = TLane.MinusMagnitude(z);
        TLane one = TLane.Splat(1);
        TLane e = Exponential.OfNegative(minusMagnitude + minusMagnitude);
        TLane large = TLane.FusedMultiplyAdd(TLane.Splat(-2), e / (one + e), one);
        TLane square = z * z;
        TLane p = TLane.FusedMultiplyAdd(square, TLane.Splat(P4), TLane.Splat(P3));
        p = TLane.FusedMultiplyAdd(square, p, TLane.Splat(P2));
        p = TLane.FusedMultiplyAdd(square, p, TLane.Splat(P1));
        p = TLane.FusedMultiplyAdd(square, p, TLane.Splat(P0));
        TLane small = TLane.FusedMultiplyAdd(square * z, p, z);
        return TLane.CopySign(TLane.Select(TLane.LessThan(TLane.Splat(-Small), minusMagnitude), small, large), z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane> => TLane.FusedMultiplyAdd(TLane.Splat(0) - a, a, TLane.Splat(1));
}
