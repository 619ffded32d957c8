using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The products of a dense layer, in every kernel set, against the order rule, whole numbers, and double.</summary>
public sealed class MatrixProductTests
{
    private static readonly int[] Sizes = [1, 2, 5, 6, 7, 11, 12, 13, 17, 25, 31, 33, 65, 129];

    /// <summary>
    /// Shapes of layers; strides of 4,096 bytes in A and in B; and many rows, columns and depths, apart and together.
    /// </summary>
    public static TheoryData<int, int, int> LargeShapes => new()
    {
        { 1, 784, 30 },
        { 61, 784, 33 },
        { 121, 128, 10 },
        { 530, 37, 29 },
        { 25, 1029, 45 },
        { 27, 43, 2081 },
        { 26, 1024, 1024 },
        { Effort.Of(277, 30), 525, 1050 },
    };

    private static Arbitrary<(int Rows, int Depth, int Columns, int Seed)> Shapes =>
        (from rows in Gen.Elements(Sizes)
         from depth in Gen.Elements(Sizes)
         from columns in Gen.Elements(Sizes)
         from seed in Gen.Choose(0, int.MaxValue)
         select (rows, depth, columns, seed)).ToArbitrary();

    [Fact]
    public void Every_product_is_one_ascending_chain_of_fused_multiply_adds() =>
        Prop.ForAll(Shapes, shape => Product.RequireAll(
            new Operands(shape.Rows, shape.Depth, shape.Columns, RandomData.Normal, (ulong)shape.Seed))).QuickCheckThrowOnFailure();

    /// <summary>
    /// Strides of 4,096 bytes in A, in B and in both, more than one block of the depth, of the columns and of the rows, more than one group of
    /// panels, several blocks of copied rows of A, so many rows that lesser strides of B are packed, one full lane left beside copied rows of A
    /// or alone, input gradients of one group of samples and of two that are computed transposed, and edges in all.
    /// </summary>
    [Theory]
    [InlineData(27, 1024, 45)]
    [InlineData(25, 521, 1024)]
    [InlineData(25, 521, 1034)]
    [InlineData(25, 521, 1047)]
    [InlineData(25, 1100, 600)]
    [InlineData(1060, 33, 515)]
    [InlineData(26, 1024, 1024)]
    [InlineData(25, 2048, 300)]
    [InlineData(1060, 1024, 25)]
    [InlineData(30, 515, 2048)]
    [InlineData(277, 1024, 25)]
    [InlineData(97, 301, 270)]
    [InlineData(27, 1024, 48)]
    [InlineData(27, 1024, 40)]
    [InlineData(27, 1024, 44)]
    [InlineData(50, 1024, 16)]
    [InlineData(32, 131, 130)]
    [InlineData(96, 401, 402)]
    public void A_packed_product_is_the_same_chain(int rows, int depth, int columns) =>
        Product.RequireAll(new Operands(rows, depth, columns, RandomData.Normal, seed: 1));

    /// <summary>Around the limits between which a forward product is the sum of two chains.</summary>
    [Fact]
    public void A_narrow_layer_over_many_inputs_is_the_sum_of_two_chains()
    {
        foreach (int depth in new[] { 255, 256, 257, 300 })
        {
            foreach (int columns in Enumerable.Range(1, 33))
            {
                Product.RequireAll(new Operands(rows: 1, depth, columns, RandomData.Normal, seed: 1));
                Product.RequireAll(new Operands(rows: 13, depth, columns, RandomData.Normal, seed: 1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(LargeShapes))]
    public void Products_of_whole_numbers_are_exact(int rows, int depth, int columns)
    {
        var whole = new Operands(rows, depth, columns, RandomData.Whole, seed: 1);
        long[] products = Multiply(whole, value => (long)value);
        Product.RequireAll(whole, product => [.. products.Zip(product.Start(whole), (sum, start) => (float)(sum + (long)start))]);
    }

    /// <summary>
    /// The ratio by which the BLAS's own tests judge, |error| / (ε·(|S| + |A|·|B|)) with ε = 2⁻²³. They accept 16; this is less than 4.
    /// Source: J. Dongarra, J. Du Croz, S. Hammarling and I. Duff, 1990, Algorithm 679.
    /// </summary>
    [Theory]
    [MemberData(nameof(LargeShapes))]
    public void Random_products_are_within_a_test_ratio_of_4(int rows, int depth, int columns)
    {
        const double Limit = 4;
        const double Epsilon = 1.0 / (1 << 23);
        var operands = new Operands(rows, depth, columns, RandomData.Normal, seed: 1);
        double[] products = Multiply(operands, value => (double)value);
        double[] magnitudes = Multiply(operands, value => Math.Abs((double)value));
        foreach (Product product in Product.All)
        {
            float[] start = product.Start(operands);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                float[] actual = product.Run(kernels, operands);
                for (int i = 0; i < actual.Length; i++)
                {
                    double error = Math.Abs(actual[i] - (products[i] + start[i]));
                    double ratio = error / (Epsilon * (magnitudes[i] + Math.Abs(start[i])));
                    Assert.True(ratio < Limit, $"{kernels.Name}: {product.Name}, {operands}: element {i} has a test ratio of {ratio}.");
                }
            }
        }
    }

    /// <summary>A·B in another type of number.</summary>
    private static T[] Multiply<T>(Operands operands, Converter<float, T> convert)
        where T : struct, INumber<T>
    {
        T[] a = Array.ConvertAll(operands.A, convert);
        T[] b = Array.ConvertAll(operands.B, convert);
        T[] product = new T[operands.Rows * operands.Columns];
        for (int i = 0; i < a.Length; i++)
        {
            (int row, int k) = Math.DivRem(i, operands.Depth);
            for (int column = 0; column < operands.Columns; column++)
            {
                product[(row * operands.Columns) + column] += a[i] * b[(k * operands.Columns) + column];
            }
        }

        return product;
    }
}
