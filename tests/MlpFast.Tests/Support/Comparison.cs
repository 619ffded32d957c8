using System.Numerics;
using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>How far results are from what they should be: in bits, in units in the last place, and relative to a norm.</summary>
internal static class Comparison
{
    /// <summary>Requires the same bits in every element. A NaN equals every other NaN: which one it is, the machine decides.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string about = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!HaveSameBits(expected[i], actual[i]))
            {
                Assert.Fail($"Element {i} of {expected.Length}: expected {Describe(expected[i])}, but got {Describe(actual[i])}. {about}");
            }
        }
    }

    public static void AssertSameBits(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToUInt64Bits(expected), BitConverter.DoubleToUInt64Bits(actual));

    /// <summary>|actual − exact| in units of the gap between neighbouring floats at the exact value.</summary>
    public static double UlpError(float actual, double exact)
    {
        const int Precision = 23;
        const int LowestExponent = -126;
        int exponent = exact == 0 ? LowestExponent : Math.Max(Math.ILogB(exact), LowestExponent);
        return Math.Abs(actual - exact) / Math.ScaleB(1, exponent - Precision);
    }

    /// <summary>‖actual − expected‖ / ‖expected‖, Euclidean.</summary>
    public static double RelativeError<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual)
        where T : INumberBase<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            difference += Square(double.CreateChecked(actual[i]) - expected[i]);
            norm += Square(expected[i]);
        }

        return Math.Sqrt(difference / norm);
    }

    private static bool HaveSameBits(float expected, float actual) =>
        BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(actual)
            || (float.IsNaN(expected) && float.IsNaN(actual));

    private static string Describe(float value) => $"{value:R} (0x{BitConverter.SingleToUInt32Bits(value):X8})";

    private static double Square(double value) => value * value;
}
