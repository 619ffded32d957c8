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

    /// <summary>ln x for a finite x above zero that is not subnormal, to about 1e-15 relative. NaN and infinity give NaN.</summary>
    /// <remarks>x = m·2ᵉ with m in [√½, √2), and ln m = 2 artanh s = 2(s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| ≤ 0.172.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - ExponentOfOne) >> MantissaBits;
        double mantissa = BitConverter.Int64BitsToDouble(bits - (exponent << MantissaBits));
        bool isLarge = mantissa > SquareRootOfTwo;
        mantissa = isLarge ? mantissa / 2 : mantissa;
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = Series(square);
        double result = ((isLarge ? exponent + 1 : exponent) * Ln2) + (2 * s * (1 + series));
        return x <= double.MaxValue ? result : double.NaN;
    }

    /// <summary>s²/3 + s⁴/5 + … + s²⁰/21.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Series(double square)
    {
        double series = square * (1.0 / 21);
        series = square * (series + (1.0 / 19));
        series = square * (series + (1.0 / 17));
        series = square * (series + (1.0 / 15));
        series = square * (series + (1.0 / 13));
        series = square * (series + (1.0 / 11));
        series = square * (series + (1.0 / 9));
        series = square * (series + (1.0 / 7));
        series = square * (series + (1.0 / 5));
        return square * (series + (1.0 / 3));
    }
}
