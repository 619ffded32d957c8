using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>Which kernel sets there are, and that none goes to work on a span shorter than its shape.</summary>
public sealed class KernelSetTests
{
    [Fact]
    public void The_best_is_the_first_or_the_one_the_environment_names()
    {
        string? named = Environment.GetEnvironmentVariable("MLPFAST_KERNELS");
        Assert.Equal(string.IsNullOrEmpty(named) ? KernelSet.Supported[0].Name : named, KernelSet.Best.Name);
        Assert.Equal("vector", KernelSet.Supported[^1].Name);
    }

    [Fact]
    public void Softmax_and_cross_entropy_agree_with_scalar_arithmetic()
    {
        for (int columns = 1; columns <= 66; columns++)
        {
            var random = new RandomSource((ulong)columns);
            float[] logits = RandomData.Normal(50 * columns, random);
            float[] targets = RandomData.Distributions(50, columns, random);
            float[] expected = [.. logits];
            ScalarLane.Kernels.Softmax(expected, columns);
            float[] expectedGradient = new float[logits.Length];
            double[] expectedLosses = new double[50];
            ScalarLane.Kernels.CrossEntropy(logits, targets, expectedGradient, expectedLosses);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                float[] actual = [.. logits];
                kernels.Softmax(actual, columns);
                Comparison.AssertSameBits(expected, actual, $"{kernels.Name}: softmax of {columns}");
                kernels.Softmax(logits, actual, columns);
                Comparison.AssertSameBits(expected, actual, $"{kernels.Name}: softmax of {columns}, apart");
                double[] losses = new double[50];
                kernels.CrossEntropy(logits, targets, actual, losses);
                Assert.Equal(expectedLosses, losses);
                Comparison.AssertSameBits(expectedGradient, actual, $"{kernels.Name}: cross-entropy of {columns}");
            }
        }
    }

    [Fact]
    public void Spans_shorter_than_their_shape_are_refused()
    {
        // 4 rows, 5 inputs, 3 outputs, unless said.
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            // A small layer, a product, and two chains of one sample and of two.
            foreach ((int rows, int inputs, int outputs) in new[] { (4, 5, 3), (200, 5, 3), (4, 5, 33), (1, 256, 3), (2, 256, 3) })
            {
                Refuses(
                    lengths => kernels.Forward(
                        new(new float[rows * inputs], inputs),
                        new float[lengths[0]],
                        new float[lengths[1]],
                        new(new float[lengths[2]], rows, outputs, stride: outputs),
                        Activation.Tanh,
                        Share.Whole),
                    inputs * outputs,
                    outputs,
                    rows * outputs);
                Refuses(
                    lengths => kernels.Forward(
                        new([], inputs), new float[lengths[0]], new float[lengths[1]], new([], outputs), Activation.Tanh, Share.Whole),
                    inputs * outputs,
                    outputs);
            }

            Refuses(lengths => kernels.DescendWeights(new(new float[20], 5), new(new float[lengths[0]], 3), new float[15], firstInput: 0, 1), 12);
            Refuses(lengths => kernels.DescendBiases(new(new float[12], 3), new float[lengths[0]], 1), 3);
            Refuses(lengths => kernels.BiasGradient(new(new float[12], 3), new float[lengths[0]], GradientMode.Overwrite), 3);
            Refuses(
                lengths => kernels.InputGradient(new(new float[12], 3), new float[lengths[0]], new(new float[lengths[1]], 5), Share.Whole),
                15,
                20);
            foreach (GradientMode mode in Enum.GetValues<GradientMode>())
            {
                Refuses(
                    lengths => kernels.WeightGradient(
                        new(new float[20], 5), new(new float[lengths[0]], 3), new float[15], firstInput: 0, mode),
                    12);
                Assert.Throws<ArgumentOutOfRangeException>(
                    () => kernels.WeightGradient(new(new float[20], 5), new(new float[12], 3), new float[9], 3, mode));
            }

            Refuses(lengths => kernels.Softmax(new float[lengths[0]], 3), 12);
            Refuses(lengths => kernels.CrossEntropy(new float[12], new float[lengths[0]], new float[lengths[1]], new double[4]), 12, 12);
            foreach (Activation activation in new[] { Activation.Sigmoid, Activation.ReLU, Activation.Tanh })
            {
                Refuses(lengths => kernels.ActivationGradient(new float[12], new float[lengths[0]], activation), 12);
            }

            foreach (Activation activation in KernelSets.ElementWise)
            {
                Refuses(lengths => kernels.ActivationGradient(new float[12], new float[lengths[0]], activation, findsMagnitudes: true), 12);
            }
        }

        Refuses(lengths => KernelSet.Best.BiasGradient(new(new float[lengths[0]], 3), new float[3], GradientMode.Overwrite), 12);
    }

    [Fact]
    public void Outputs_and_deltas_are_as_long_as_the_targets_of_a_squared_error() =>
        Assert.All(KernelSet.Supported, kernels => Refuses(
            lengths => kernels.SquaredError(
                new float[lengths[0]], new float[12], new float[lengths[1]], new double[4], 1, 1, Activation.Identity),
            12,
            12));

    /// <summary>With the lengths given it works; with any one of them less by one it does not.</summary>
    private static void Refuses(Action<int[]> kernel, params int[] lengths)
    {
        kernel(lengths);
        for (int i = 0; i < lengths.Length; i++)
        {
            int[] shorter = [.. lengths];
            shorter[i]--;
            Assert.Throws<ArgumentOutOfRangeException>(() => kernel(shorter));
        }
    }
}
