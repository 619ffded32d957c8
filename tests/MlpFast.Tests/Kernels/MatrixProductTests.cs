using FsCheck;
using FsCheck.Fluent;
using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The three products of a dense layer, in every kernel set, against the order rule and against whole numbers.</summary>
public sealed class MatrixProductTests
{
    private static readonly int[] Sizes = [1, 2, 5, 6, 7, 11, 12, 13, 17, 25, 31, 33, 65, 129];

    private static Arbitrary<(int Rows, int Depth, int Columns, int Seed)> Shapes =>
        (from rows in Gen.Elements(Sizes)
         from depth in Gen.Elements(Sizes)
         from columns in Gen.Elements(Sizes)
         from seed in Gen.Choose(0, int.MaxValue)
         select (rows, depth, columns, seed)).ToArbitrary();

    [Fact]
    public void Every_product_is_one_ascending_chain_of_fused_multiply_adds() =>
        Prop.ForAll(Shapes, shape =>
        {
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                RequireProducts(kernels, new Operands(shape.Rows, shape.Depth, shape.Columns, RandomData.Normal, (ulong)shape.Seed));
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>
    /// Strides of 4,096 bytes in A, in B and in both, more than one block of the depth, of the columns and of the rows, and edges in all.
    /// </summary>
    [Theory]
    [InlineData(27, 1024, 45)]
    [InlineData(25, 521, 1024)]
    [InlineData(26, 1024, 1024)]
    [InlineData(30, 515, 2048)]
    [InlineData(277, 1024, 25)]
    public void A_packed_product_is_the_same_chain(int rows, int depth, int columns)
    {
        var operands = new Operands(rows, depth, columns, RandomData.Normal, seed: 1);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            RequireProducts(kernels, operands);
        }
    }

    [Theory]
    [InlineData(1, 784, 30)]
    [InlineData(61, 784, 33)]
    [InlineData(121, 128, 10)]
    public void Products_of_whole_numbers_are_exact(int rows, int depth, int columns)
    {
        var operands = new Operands(rows, depth, columns, RandomData.Whole, seed: 1);
        float[] expected = new float[rows * columns];
        for (int i = 0; i < expected.Length; i++)
        {
            (int m, int n) = Math.DivRem(i, columns);
            long sum = (long)operands.Start[i];
            for (int k = 0; k < depth; k++)
            {
                sum += (long)operands.A[(m * depth) + k] * (long)operands.B[(k * columns) + n];
            }

            expected[i] = sum;
        }

        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = [.. operands.Start];
            kernels.WeightGradient(operands.TransposedA, operands.B, actual, 0, rows, columns, GradientMode.Accumulate);
            Comparison.AssertSameBits(expected, actual, kernels.Name);
        }
    }

    private static void RequireProducts(KernelSet kernels, Operands operands)
    {
        (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
        float[] zeros = new float[rows * columns];
        float[] fromZero = FusedChain.Product(zeros, operands.A, operands.B, rows, depth, columns);
        float[] fromStart = FusedChain.Product(operands.Start, operands.A, operands.B, rows, depth, columns);
        float[] bias = operands.Start[..columns];
        float[] fromBias = FusedChain.Product(FusedChain.Repeat(bias, rows), operands.A, operands.B, rows, depth, columns);

        float[] actual = NaN(rows * columns);
        kernels.Forward(operands.A, operands.B, bias, actual, depth, columns, Activation.Identity);
        Comparison.AssertSameBits(fromBias, actual, $"{kernels.Name}: forward");

        actual = NaN(rows * columns);
        kernels.InputGradient(operands.A, FusedChain.Transpose(operands.B, depth, columns), actual, columns, depth);
        Comparison.AssertSameBits(fromZero, actual, $"{kernels.Name}: input gradient");

        actual = NaN(rows * columns);
        kernels.WeightGradient(operands.TransposedA, operands.B, actual, 0, rows, columns, GradientMode.Overwrite);
        Comparison.AssertSameBits(fromZero, actual, $"{kernels.Name}: weight gradient, overwritten");

        actual = [.. operands.Start];
        kernels.WeightGradient(operands.TransposedA, operands.B, actual, 0, rows, columns, GradientMode.Accumulate);
        Comparison.AssertSameBits(fromStart, actual, $"{kernels.Name}: weight gradient, accumulated");
    }

    /// <summary>What must be overwritten, and never read.</summary>
    private static float[] NaN(int length) => [.. Enumerable.Repeat(float.NaN, length)];

    /// <summary>A [rows × depth], B [depth × columns] and what to start from, [rows × columns].</summary>
    private sealed class Operands
    {
        public Operands(int rows, int depth, int columns, Func<int, RandomSource, float[]> draw, ulong seed)
        {
            var random = new RandomSource(seed);
            (Rows, Depth, Columns) = (rows, depth, columns);
            A = draw(rows * depth, random);
            B = draw(depth * columns, random);
            Start = draw(rows * columns, random);
            TransposedA = FusedChain.Transpose(A, rows, depth);
        }

        public int Rows { get; }

        public int Depth { get; }

        public int Columns { get; }

        public float[] A { get; }

        public float[] TransposedA { get; }

        public float[] B { get; }

        public float[] Start { get; }
    }
}
