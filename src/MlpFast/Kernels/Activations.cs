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

/// <summary>f(z) = 1 / (1 + e⁻ᶻ); f′ = a(1 − a).</summary>
internal readonly struct SigmoidActivation : IActivation
{
    /// <summary>With e = e^−|z| it is 1/(1 + e) for z ≥ 0 and e/(1 + e) below: nothing overflows, and small values keep their digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane zero = TLane.Splat(0);
        TLane one = TLane.Splat(1);
        TLane e = Exponential.OfNonPositive(zero - TLane.Abs(z));
        return Quotient.Of(TLane.Select(TLane.LessThan(z, zero), e, one), one, e);
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
    /// <summary>From here on 1 − 2e/(1 + e) has smaller errors.</summary>
    private const float Large = 0.55f;

    /// <summary>With e = e^−2|z| and m = e − 1 it is −m/(2 + m) or 1 − 2e/(1 + e), with the sign of z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        TLane magnitude = TLane.Abs(z);
        TLane one = TLane.Splat(1);
        TLane m = Exponential.MinusOneOfNonPositive(TLane.Splat(-2) * magnitude, out TLane e);
        TLane isSmall = TLane.LessThan(magnitude, TLane.Splat(Large));
        TLane quotient = Quotient.Of(
            TLane.Select(isSmall, TLane.Abs(m), e + e), TLane.Select(isSmall, TLane.Splat(2), one), TLane.Select(isSmall, m, e));
        return TLane.CopySign(TLane.Select(isSmall, quotient, one - quotient), z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(TLane a)
        where TLane : struct, IArithmeticLane<TLane> => TLane.FusedMultiplyAdd(TLane.Splat(0) - a, a, TLane.Splat(1));
}
