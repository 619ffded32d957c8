using MlpFast.Kernels;
using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>Softmax and cross-entropy against the oracle, and where an unshifted exponential would overflow or vanish.</summary>
public sealed class SoftmaxTests
{
    /// <summary>The gap between a float and the next, relative.</summary>
    private const double Epsilon = 1.0 / (1 << 23);

    public static TheoryData<float[], float[]> KnownRows => new()
    {
        { [3f], [1f] },
        { [float.MinValue], [1f] },
        { [1e30f, 1e30f], [0.5f, 0.5f] },
        { [-1e30f, -1e30f, -1e30f, -1e30f], [0.25f, 0.25f, 0.25f, 0.25f] },
        { [float.MaxValue, float.MinValue], [1f, 0f] },
        { [0f, float.NegativeInfinity, -0f], [0.5f, 0f, 0.5f] },
        { [-1000f, -1200f], [1f, 0f] },
        { [float.PositiveInfinity, 0f], [float.NaN, float.NaN] },
        { [float.NaN, 0f], [float.NaN, float.NaN] },
    };

    [Theory]
    [MemberData(nameof(KnownRows))]
    public void Exact_rows(float[] logits, float[] expected)
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = [.. logits];
            kernels.Softmax(actual, logits.Length);
            Comparison.AssertSameBits(expected, actual, kernels.Name);
        }
    }

    /// <summary>
    /// To the exponential's error (an Epsilon, in the term and in the sum) add half an Epsilon for the sum's rounding and for the division,
    /// and half of |z − max| Epsilons for the rounding of the shift; among subnormal numbers, twice the gap between them.
    /// </summary>
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 10.0)]
    [InlineData(10, 3.0)]
    [InlineData(16, 5.0)]
    [InlineData(17, 5.0)]
    [InlineData(31, 10.0)]
    [InlineData(32, 10.0)]
    [InlineData(33, 30.0)]
    [InlineData(63, 3.0)]
    [InlineData(64, 30.0)]
    [InlineData(65, 30.0)]
    [InlineData(1000, 1.0)]
    public void Rows_are_the_oracles(int columns, double spread)
    {
        const int Rows = 20;
        float[] logits = Logits(Rows, columns, spread);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = [.. logits];
            kernels.Softmax(actual, columns);
            float[][] actualRows = [.. actual.Chunk(columns)];
            double[][] rows = OracleNetwork.ToRows(logits, columns);
            for (int row = 0; row < Rows; row++)
            {
                double[] expected = OracleKernels.Softmax(rows[row]);
                for (int i = 0; i < columns; i++)
                {
                    double tolerance = (RelativeError(rows[row], i) * expected[i]) + (2 * float.Epsilon);
                    Assert.InRange(actualRows[row][i], expected[i] - tolerance, expected[i] + tolerance);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(3, 5.0)]
    [InlineData(10, 30.0)]
    [InlineData(65, 3.0)]
    public void Cross_entropy_and_its_gradient_are_the_oracles(int columns, double spread)
    {
        const int Rows = 20;
        float[] logits = Logits(Rows, columns, spread);
        float[] targets = RandomData.Distributions(Rows, columns, new RandomSource(2));
        double[][] logitRows = OracleNetwork.ToRows(logits, columns);
        double[][] targetRows = OracleNetwork.ToRows(targets, columns);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] gradient = new float[logits.Length];
            double[] losses = new double[Rows];
            kernels.CrossEntropy(logits, targets, gradient, losses);
            double[][] probabilities = Array.ConvertAll(logitRows, OracleKernels.Softmax);
            for (int row = 0; row < Rows; row++)
            {
                double expected = OracleKernels.LossValue(Loss.CrossEntropy, probabilities[row], targetRows[row]);
                Assert.InRange(losses[row], expected - (2 * Epsilon), expected + (2 * Epsilon));
            }

            for (int i = 0; i < gradient.Length; i++)
            {
                (int row, int column) = Math.DivRem(i, columns);
                double p = probabilities[row][column];
                double tolerance = (RelativeError(logitRows[row], column) * p) + Epsilon;
                Assert.InRange(gradient[i], p - targets[i] - tolerance, p - targets[i] + tolerance);
            }
        }
    }

    /// <summary>
    /// The loss of a sure and right prediction is what the other classes add to the largest term, 1. In a row longer than 64, those of its chain,
    /// one in 64, may be lost in it.
    /// </summary>
    [Theory]
    [InlineData(2, 16.0)]
    [InlineData(16, 20.0)]
    [InlineData(17, 14.0)]
    [InlineData(17, 20.0)]
    [InlineData(32, 25.0)]
    [InlineData(33, 17.0)]
    [InlineData(64, 25.0)]
    [InlineData(65, 25.0)]
    [InlineData(5000, 25.0)]
    public void A_small_loss_keeps_its_digits(int columns, double gap)
    {
        const double Relative = 1e-6;
        float[] logits = [0, .. Enumerable.Repeat((float)-gap, columns - 1)];
        float[] targets = [1, .. new float[columns - 1]];
        double expected = ((columns - 1) * Math.Exp(-gap)) - (Math.Pow((columns - 1) * Math.Exp(-gap), 2) / 2);
        double lost = columns > 64 ? 1.0 / 64 : 0;
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            double[] losses = new double[1];
            kernels.CrossEntropy(logits, targets, new float[columns], losses);
            Assert.InRange(losses[0] / expected, 1 - lost - Relative, 1 + Relative);
        }
    }

    /// <summary>To the sum of the first 4,096 terms, 4,096, the others add less than the gap between floats there.</summary>
    [Fact]
    public void Segments_of_a_long_row_are_added_in_double()
    {
        const int Segment = 4096;
        float[] logits = [.. new float[Segment], .. Enumerable.Repeat(-17f, 2 * Segment)];
        float[] targets = [1, .. new float[(3 * Segment) - 1]];
        double expected = Math.Log(Segment + (2 * Segment * Math.Exp(-17)));
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            double[] losses = new double[1];
            kernels.CrossEntropy(logits, targets, new float[logits.Length], losses);
            Assert.Equal(expected, losses[0], 1e-12);
        }
    }

    [Fact]
    public void Cross_entropy_of_a_class_that_vanishes_is_finite_and_exact()
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] gradient = new float[2];
            double[] losses = new double[1];
            kernels.CrossEntropy([0f, 1000f], [1f, 0f], gradient, losses);
            Assert.Equal(1000.0, losses[0]);
            Comparison.AssertSameBits([-1f, 1f], gradient, kernels.Name);
        }
    }

    private static float[] Logits(int rows, int columns, double spread) =>
        Array.ConvertAll(RandomData.Normal(rows * columns, new RandomSource(1)), z => (float)(spread * z));

    private static double RelativeError(double[] logits, int i) => (3 + ((logits.Max() - logits[i]) / 2)) * Epsilon;
}
