namespace MlpFast.Kernels;

/// <summary>
/// The natural logarithm in double arithmetic. The platform's own may differ from machine to machine in the last bit; this one does not.
/// </summary>
internal static class Logarithm
{
    private const double Ln2 = 0.693147180559945309417;

    private const double SquareRootOfHalf = 0.70710678118654752440;

    /// <summary>ln x for a finite x above zero that is not subnormal, to about 1e-15 relative.</summary>
    /// <remarks>x = m·2ᵉ with m in [√½, √2), and ln m = 2 artanh s = 2(s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| ≤ 0.172.</remarks>
    public static double Of(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 2 * SquareRootOfHalf)
        {
            mantissa /= 2;
            exponent++;
        }

        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = 0;
        for (int denominator = 21; denominator >= 3; denominator -= 2)
        {
            series = square * (series + (1.0 / denominator));
        }

        return (exponent * Ln2) + (2 * s * (1 + series));
    }
}
