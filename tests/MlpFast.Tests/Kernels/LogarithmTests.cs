using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The logarithm against the platform's, which is within a unit in the last place.</summary>
public sealed class LogarithmTests
{
    [Fact]
    public void It_is_accurate_to_1e_15_relative()
    {
        var random = new RandomSource(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.ScaleB(1 + random.NextDouble(), random.Next(200) - 100);
            double expected = Math.Log(x);
            double actual = Logarithm.Of(x);
            Assert.True(Math.Abs(actual - expected) <= 1e-15 * Math.Abs(expected), $"ln {x:R} = {expected:R}, not {actual:R}");
        }
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(2.0, 0.6931471805599453)]
    [InlineData(0.5, -0.6931471805599453)]
    [InlineData(double.MaxValue, 709.782712893384)]
    public void Exact_values(double x, double expected) => Assert.Equal(expected, Logarithm.Of(x));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_gives_nan(double x) => Assert.Equal(double.NaN, Logarithm.Of(x));
}
