using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>Which rows are probability distributions, with one element set and the others such that the row still sums to 1.</summary>
public sealed class ProbabilityRowsTests
{
    private const int Rows = 7;

    private const int Columns = 6;

    [Theory]
    [InlineData(0f, true)]
    [InlineData(float.Epsilon, true)]
    [InlineData(1f, true)]
    [InlineData(-float.Epsilon, false)]
    [InlineData(-1f, false)]
    [InlineData(1.0000001f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(float.NegativeInfinity, false)]
    public void Elements_are_from_0_to_1(float value, bool expected) => Expect(value, expected);

    [Fact]
    public void Minus_zero_is_zero() => Expect(-0f, expected: true);

    [Theory]
    [InlineData(0.9995f, true)]
    [InlineData(0.9985f, false)]
    public void Every_row_sums_to_1(float sum, bool expected)
    {
        for (int row = 0; row < Rows; row++)
        {
            float[] matrix = OneHot();
            matrix[(row * Columns) + (row % Columns)] = sum;
            Assert.Equal(expected, ProbabilityRows.Hold(matrix, Columns, tolerance: 1e-3));
        }
    }

    /// <summary>In every place.</summary>
    private static void Expect(float value, bool expected)
    {
        for (int place = 0; place < Rows * Columns; place++)
        {
            float[] matrix = OneHot();
            int first = place / Columns * Columns;
            Array.Clear(matrix, first, Columns);
            matrix[first + ((place + 1) % Columns)] = float.IsFinite(value) ? Math.Clamp(1 - value, 0, 1) : 0;
            matrix[place] = value;
            Assert.Equal(expected, ProbabilityRows.Hold(matrix, Columns, tolerance: 1e-3));
        }
    }

    private static float[] OneHot()
    {
        float[] matrix = new float[Rows * Columns];
        for (int row = 0; row < Rows; row++)
        {
            matrix[(row * Columns) + (row % Columns)] = 1;
        }

        return matrix;
    }
}
