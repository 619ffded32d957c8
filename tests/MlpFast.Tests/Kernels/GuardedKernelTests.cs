using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// No kernel reads or writes outside its spans, whatever their length: each runs on memory that begins right after a protected page and
/// on memory that ends right before one, its inputs read-only, with results that are right to the bit.
/// </summary>
public sealed class GuardedKernelTests : IDisposable
{
    private const int Capacity = 1 << 16;

    private readonly GuardedMemory _first = new(Capacity);
    private readonly GuardedMemory _second = new(Capacity);
    private readonly GuardedMemory _third = new(Capacity);
    private readonly GuardedMemory _result = new(Capacity);

    public static TheoryData<string, Edge> Cases
    {
        get
        {
            var cases = new TheoryData<string, Edge>();
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                cases.Add(kernels.Name, Edge.Start);
                cases.Add(kernels.Name, Edge.End);
            }

            return cases;
        }
    }

    /// <summary>From one column to two of the widest tile and one more; every remainder of every lane.</summary>
    private static IEnumerable<int> Widths => Enumerable.Range(1, 33).Concat([47, 48, 49, 63, 64, 65]);

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Matrix_products(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        for (int rows = 1; rows <= 25; rows++)
        {
            // A single row has tiles of its own, four lanes wide.
            foreach (int columns in rows == 1 ? Widths.Concat([127, 128, 129]) : Widths)
            {
                RequireProducts(kernels, edge, rows, depth: 1 + (columns % 3), columns);
            }
        }
    }

    /// <summary>Strides of 4,096 bytes in A, in B and in both, with more lines than it takes to pack them, and edges everywhere.</summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Packed_matrix_products(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        RequireProducts(kernels, edge, rows: 47, depth: 1024, columns: 45); // Of 47 rows every height of tile has some.
        RequireProducts(kernels, edge, rows: 25, depth: 29, columns: 1024);
        RequireProducts(kernels, edge, rows: 1024, depth: 31, columns: 37);
        RequireProducts(kernels, edge, rows: 26, depth: 61, columns: 1024);
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Activations_and_their_gradients(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        foreach (int length in Widths)
        {
            float[] z = RandomData.Normal(length, new RandomSource((ulong)length));
            float[] delta = RandomData.Normal(length, new RandomSource((ulong)length + 1));
            float[] minusZeros = [.. Enumerable.Repeat(-0f, length)];
            foreach (Activation activation in KernelSets.ElementWise)
            {
                float[] expected = ScalarLane.Kernels.Activate(z, activation);
                Span<float> a = _result.Place(new float[length], edge);
                kernels.Forward(
                    _first.PlaceReadOnly([0], edge),
                    _second.PlaceReadOnly(minusZeros, edge),
                    _third.PlaceReadOnly(z, edge),
                    a,
                    1,
                    length,
                    activation);
                Comparison.AssertSameBits(expected, a, $"{activation} of {length}");

                float[] expectedDelta = [.. delta];
                ScalarLane.Kernels.ActivationGradient(expectedDelta, expected, activation);
                Span<float> actualDelta = _result.Place(delta, edge);
                kernels.ActivationGradient(actualDelta, _first.PlaceReadOnly(expected, edge), activation);
                Comparison.AssertSameBits(expectedDelta, actualDelta, $"gradient of {activation}, {length}");
            }
        }
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Softmax_and_cross_entropy(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        foreach (int columns in Widths)
        {
            const int Rows = 3;
            var random = new RandomSource((ulong)columns);
            float[] logits = RandomData.Normal(Rows * columns, random);
            float[] targets = RandomData.Distributions(Rows, columns, random);

            float[] expected = [.. logits];
            ScalarLane.Kernels.Softmax(expected, columns);
            Span<float> probabilities = _result.Place(logits, edge);
            kernels.Softmax(probabilities, columns);
            Comparison.AssertSameBits(expected, probabilities, $"softmax of {columns}");

            double[] expectedLosses = new double[Rows];
            ScalarLane.Kernels.CrossEntropy(logits, targets, expected, expectedLosses);
            Span<float> gradient = _result.Place(new float[logits.Length], edge);
            double[] losses = new double[Rows];
            kernels.CrossEntropy(_first.PlaceReadOnly(logits, edge), _second.PlaceReadOnly(targets, edge), gradient, losses);
            Assert.Equal(expectedLosses, losses);
            Comparison.AssertSameBits(expected, gradient, $"cross-entropy of {columns}");
        }
    }

    /// <summary>
    /// The operating system is asked to read and to write where a kernel must not: to and from a file. It refuses instead of ending the
    /// process, as it would for an instruction.
    /// </summary>
    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public unsafe void The_guards_hold(Edge edge)
    {
        byte* outside = (byte*)(edge == Edge.Start ? _first.Begin - 1 : _first.Begin + _first.Size);
        byte* inside = (byte*)(edge == Edge.Start ? _first.Begin : _first.Begin + _first.Size - 1);
        using var file = File.OpenHandle(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

        _first.Place([1, 2, 3], edge);
        RandomAccess.Write(file, new ReadOnlySpan<byte>(inside, 1), 0);
        Assert.Equal(1, RandomAccess.Read(file, new Span<byte>(inside, 1), 0));
        Assert.Throws<IOException>(() => RandomAccess.Write(file, new ReadOnlySpan<byte>(outside, 1), 0));
        Assert.Throws<IOException>(() => RandomAccess.Read(file, new Span<byte>(outside, 1), 0));

        _first.PlaceReadOnly([1, 2, 3], edge);
        RandomAccess.Write(file, new ReadOnlySpan<byte>(inside, 1), 0);
        Assert.Throws<IOException>(() => RandomAccess.Read(file, new Span<byte>(inside, 1), 0));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _third.Dispose();
        _result.Dispose();
    }

    private void RequireProducts(KernelSet kernels, Edge edge, int rows, int depth, int columns)
    {
        var random = new RandomSource((ulong)((rows * 1000) + columns));
        float[] a = RandomData.Whole(rows * depth, random);
        float[] b = RandomData.Whole(depth * columns, random);
        float[] start = RandomData.Whole(rows * columns, random);
        float[] bias = start[..columns];
        string about = $"{kernels.Name}: {rows} × {depth} × {columns}";
        ReadOnlySpan<float> left = _first.PlaceReadOnly(a, edge);
        ReadOnlySpan<float> right = _second.PlaceReadOnly(b, edge);

        Span<float> result = _result.Place(start, edge);
        kernels.Forward(left, right, _third.PlaceReadOnly(bias, edge), result, depth, columns, Activation.Identity);
        Comparison.AssertSameBits(FusedChain.Product(FusedChain.Repeat(bias, rows), a, b, rows, depth, columns), result, about);

        float[] fromZero = FusedChain.Product(new float[start.Length], a, b, rows, depth, columns);
        result = _result.Place(start, edge);
        kernels.InputGradient(left, _second.PlaceReadOnly(FusedChain.Transpose(b, depth, columns), edge), result, columns, depth);
        Comparison.AssertSameBits(fromZero, result, about);

        right = _second.PlaceReadOnly(b, edge);
        ReadOnlySpan<float> transposed = _first.PlaceReadOnly(FusedChain.Transpose(a, rows, depth), edge);
        result = _result.Place(start, edge);
        kernels.WeightGradient(transposed, right, result, 0, rows, columns, GradientMode.Overwrite);
        Comparison.AssertSameBits(fromZero, result, about);

        result = _result.Place(start, edge);
        kernels.WeightGradient(transposed, right, result, 0, rows, columns, GradientMode.Accumulate);
        Comparison.AssertSameBits(FusedChain.Product(start, a, b, rows, depth, columns), result, about);
    }

    private static KernelSet Find(string name) =>
        KernelSet.Supported.Single(kernels => string.Equals(kernels.Name, name, StringComparison.Ordinal));
}
