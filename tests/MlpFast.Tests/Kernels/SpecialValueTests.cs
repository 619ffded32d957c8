using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// Special values in every position of every operation: the bits of scalar arithmetic, and no other element is disturbed. NaN is NaN.
/// </summary>
public sealed class SpecialValueTests
{
    /// <summary>Two of the widest lane and one more.</summary>
    private const int MostElements = 33;

    /// <summary>Where the exponential's range is reduced, where it vanishes, and where sigmoid and tanh become 1.</summary>
    private static readonly float[] Thresholds =
    [
        1e10f, -1e10f, 9.01f, -9.01f, 17.4f, -17.4f, 87.4f, -87.4f, 88.8f, -88.8f, 103.9f, -103.9f, 104.1f, -104.1f,
    ];

    private static readonly float[] Logits = [.. SpecialValues.All, .. Thresholds];

    [Fact]
    public void Activations()
    {
        foreach (Activation activation in KernelSets.ElementWise)
        {
            float[] alone = [.. Logits.SelectMany(z => ScalarLane.Kernels.Activate([z], activation))];
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                for (int length = 1; length <= MostElements; length++)
                {
                    for (int first = 0; first < Logits.Length; first++)
                    {
                        float[] z = SpecialValues.Rotate(Logits, first, length);
                        float[] expected = SpecialValues.Rotate(alone, first, length);
                        string about = $"{kernels.Name}: {activation} of {length}, from value {first} on";
                        Comparison.AssertSameBits(expected, kernels.Activate(z, activation), about);
                    }
                }
            }
        }
    }

    /// <summary>Every value as δ with every value as the activation.</summary>
    [Fact]
    public void Activation_gradients()
    {
        float[] deltas = [.. SpecialValues.All.SelectMany(_ => SpecialValues.All)];
        float[] activations = [.. SpecialValues.All.SelectMany(a => Enumerable.Repeat(a, SpecialValues.All.Length))];
        foreach (Activation activation in KernelSets.ElementWise)
        {
            float[] alone = [.. deltas];
            ScalarLane.Kernels.ActivationGradient(alone, activations, activation);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                for (int length = 1; length <= MostElements; length++)
                {
                    for (int first = 0; first < deltas.Length; first++)
                    {
                        float[] delta = SpecialValues.Rotate(deltas, first, length);
                        float[] a = SpecialValues.Rotate(activations, first, length);
                        kernels.ActivationGradient(delta, a, activation);
                        float[] measured = SpecialValues.Rotate(deltas, first, length);
                        Magnitudes largest = kernels.ActivationGradient(measured, a, activation, findsMagnitudes: true);
                        string about = $"{kernels.Name}: gradient of {activation}, {length} from pair {first} on";
                        Comparison.AssertSameBits(SpecialValues.Rotate(alone, first, length), delta, about);
                        Comparison.AssertSameBits(delta, measured, about);
                        Assert.True(largest.Equals(new Magnitudes(kernels.LargestMagnitude(delta), kernels.LargestMagnitude(a))), $"{largest}, {about}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Softmax()
    {
        for (int columns = 1; columns <= 2 * MostElements; columns++)
        {
            float[] logits = InEveryPosition(columns);
            float[] expected = [.. logits];
            ScalarLane.Kernels.Softmax(expected, columns);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                float[] actual = [.. logits];
                kernels.Softmax(actual, columns);
                Comparison.AssertSameBits(expected, actual, $"{kernels.Name}: softmax of {columns}");
            }
        }
    }

    [Fact]
    public void Cross_entropy()
    {
        for (int columns = 1; columns <= MostElements; columns++)
        {
            float[] special = InEveryPosition(columns);
            float[] ordinary = RandomData.Normal(special.Length, new RandomSource((ulong)columns));
            RequireCrossEntropy(logits: special, targets: ordinary, columns);
            RequireCrossEntropy(logits: ordinary, targets: special, columns);
            RequireCrossEntropy(logits: special, targets: special, columns);
        }
    }

    [Fact]
    public void Squared_error()
    {
        foreach (Activation activation in KernelSets.ElementWise)
        {
            for (int columns = 1; columns <= MostElements; columns++)
            {
                float[] special = InEveryPosition(columns);
                float[] ordinary = RandomData.Normal(special.Length, new RandomSource((ulong)columns));
                RequireSquaredError(outputs: special, targets: ordinary, columns, activation);
                RequireSquaredError(outputs: ordinary, targets: special, columns, activation);
            }
        }
    }

    /// <summary>One value among ordinary ones, in every position of A, of B and of what the sums start from.</summary>
    [Theory]
    [InlineData(1, 2, 65)]
    [InlineData(13, 2, 33)]
    [InlineData(7, 3, 17)]
    [InlineData(2, 5, 9)]
    public void Products_of_ordinary_values_and_one_special(int rows, int depth, int columns)
    {
        var operands = new Operands(rows, depth, columns, RandomData.Normal, seed: 1);
        foreach (float[] operand in new[] { operands.A, operands.B, operands.Start })
        {
            for (int position = 0; position < operand.Length; position++)
            {
                float ordinary = operand[position];
                foreach (float value in SpecialValues.All)
                {
                    operand[position] = value;
                    Product.RequireAll(operands, $"{value} at {position}");
                }

                operand[position] = ordinary;
            }
        }
    }

    /// <summary>Every value times every value plus every value, each in every position of a row.</summary>
    [Fact]
    public void Products_of_special_values()
    {
        int count = SpecialValues.All.Length;
        foreach (float start in SpecialValues.All)
        {
            for (int first = 0; first < count; first++)
            {
                var operands = new Operands(
                    count, 1, MostElements, (length, _) => SpecialValues.Rotate(SpecialValues.All, first, length), seed: 1);
                Array.Fill(operands.Start, start);
                Product.RequireAll(operands, $"{start} + A·B");
            }
        }
    }

    private static void RequireCrossEntropy(float[] logits, float[] targets, int columns)
    {
        float[] expected = new float[logits.Length];
        double[] expectedLosses = new double[logits.Length / columns];
        ScalarLane.Kernels.CrossEntropy(logits, targets, expected, expectedLosses);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = new float[logits.Length];
            double[] losses = new double[expectedLosses.Length];
            kernels.CrossEntropy(logits, targets, actual, losses);
            Comparison.AssertSameBits(expected, actual, $"{kernels.Name}: cross-entropy of {columns}");
            Assert.Equal(expectedLosses, losses);
        }
    }

    private static void RequireSquaredError(float[] outputs, float[] targets, int columns, Activation activation)
    {
        float[] expected = new float[outputs.Length];
        double[] expectedLosses = new double[outputs.Length / columns];
        ScalarLane.Kernels.SquaredError(outputs, targets, expected, expectedLosses, 0.5, 2, activation);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = new float[outputs.Length];
            double[] losses = new double[expectedLosses.Length];
            kernels.SquaredError(outputs, targets, actual, losses, 0.5, 2, activation);
            Comparison.AssertSameBits(expected, actual, $"{kernels.Name}: squared error of {columns}, {activation}");
            Assert.Equal(expectedLosses, losses);
        }
    }

    /// <summary>A row for each value and position: ordinary numbers, but for the one.</summary>
    private static float[] InEveryPosition(int columns)
    {
        float[] matrix = RandomData.Normal(SpecialValues.All.Length * columns * columns, new RandomSource(1));
        for (int row = 0; row < SpecialValues.All.Length * columns; row++)
        {
            (int value, int position) = Math.DivRem(row, columns);
            matrix[(row * columns) + position] = SpecialValues.All[value];
        }

        return matrix;
    }
}
