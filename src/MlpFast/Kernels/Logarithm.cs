using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The natural logarithm in double arithmetic. The platform's own may differ from machine to machine in the last bit; this one does not.
/// </summary>
internal static class Logarithm
{
    private const double Ln2 = 0.693147180559945309417;

    private const double SquareRootOfTwo = 1.41421356237309504880;

    private const int MantissaBits = 52;

    private const long ExponentOfOne = 1023L << MantissaBits;

    /// <summary>ln x for finite x above zero that are not subnormal, to about 1e-15 relative. NaN and infinity give NaN.</summary>
    /// <remarks>x = m·2ᵉ with m in (√½, √2], and ln m = 2 artanh s = 2(s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| ≤ 0.172.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        Vector<double> one = Vector<double>.One;
        Vector<long> bits = x.As<double, long>();
        Vector<long> exponent = (bits - Vector.Create(ExponentOfOne)) >> MantissaBits;
        Vector<double> mantissa = (bits - (exponent << MantissaBits)).As<long, double>();
        Vector<long> isLarge = Vector.GreaterThan(mantissa, Vector.Create(SquareRootOfTwo));
        mantissa = Vector.ConditionalSelect(isLarge, mantissa * 0.5, mantissa);
        exponent -= isLarge;
        Vector<double> s = (mantissa - one) / (mantissa + one);
        Vector<double> result = (Vector.ConvertToDouble(exponent) * Ln2) + ((s + s) * (one + Series(s * s)));
        Vector<long> isFinite = Vector.LessThanOrEqual(x, Vector.Create(double.MaxValue));
        return Vector.ConditionalSelect(isFinite, result, Vector.Create(double.NaN));
    }

    /// <inheritdoc cref="Of(Vector{double})"/>
    public static double Of(double x) => Of(Vector.Create(x))[0];

    /// <summary>s²/3 + s⁴/5 + … + s²⁰/21, every other term in a chain of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Series(Vector<double> square)
    {
        Vector<double> fourth = square * square;
        Vector<double> odd = fourth * (1.0 / 19);
        Vector<double> even = fourth * (1.0 / 21);
        odd = fourth * (odd + Vector.Create(1.0 / 15));
        even = fourth * (even + Vector.Create(1.0 / 17));
        odd = fourth * (odd + Vector.Create(1.0 / 11));
        even = fourth * (even + Vector.Create(1.0 / 13));
        odd = fourth * (odd + Vector.Create(1.0 / 7));
        even = fourth * (even + Vector.Create(1.0 / 9));
        return square * ((odd + Vector.Create(1.0 / 3)) + (square * (even + Vector.Create(1.0 / 5))));
    }
}
