using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// Matrices with gaps between their rows give the bits of matrices without. The gaps hold NaN, which would spread if it were read, and keep
/// it; the matrices begin right after a protected page or end right before one.
/// </summary>
public sealed class MatrixGapTests : IDisposable
{
    private const int Capacity = 1 << 16;
    private const int Gap = 5;

    private readonly GuardedMemory _first = new(Capacity);
    private readonly GuardedMemory _second = new(Capacity);
    private readonly GuardedMemory _result = new(Capacity);

    public static TheoryData<string, Edge, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, Edge, int>();
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                foreach (int parts in new[] { 1, 2, 3 })
                {
                    cases.Add(kernels.Name, Edge.Start, parts);
                    cases.Add(kernels.Name, Edge.End, parts);
                }
            }

            return cases;
        }
    }

    /// <summary>Rows, depth, columns: small and narrow layers, ragged tiles, columns that threads share out, rows 4,096 bytes apart.</summary>
    private static IEnumerable<Operands> Shapes =>
        from shape in new[] { (1, 3, 2), (4, 5, 3), (13, 40, 20), (70, 33, 9), (25, 18, 200), (5, 300, 17), (26, 1024 - Gap, 33), (26, 40, 520) }
        select new Operands(shape.Item1, shape.Item2, shape.Item3, RandomData.Normal, seed: 1);

    /// <summary>So little work that it goes row by row, and more.</summary>
    private static IEnumerable<Operands> NarrowShapes =>
        from shape in new[] { (4, 5, 3), (70, 33, 4) }
        select new Operands(shape.Item1, shape.Item2, shape.Item3, RandomData.Normal, seed: 1);

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Forward_and_activation_gradient(string kernelSet, Edge edge, int parts)
    {
        KernelSet kernels = Find(kernelSet);
        foreach (Operands operands in Shapes)
        {
            (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
            ReadOnlySpan<float> x = _first.PlaceReadOnly(Spread(operands.A, depth), edge);
            Span<float> a = _result.Place(Spread(operands.Start, columns), edge);
            Run(parts, x, a, (share, x, a) => kernels.Forward(
                With(x, rows, depth), operands.B, operands.Bias, With(a, rows, columns), Activation.Tanh, share));
            float[] dense = new float[rows * columns];
            kernels.Forward(new(operands.A, depth), operands.B, operands.Bias, new(dense, columns), Activation.Tanh, Share.Whole);
            RequireResult(Spread(dense, columns), a, $"forward, {operands}");

            ReadOnlySpan<float> activations = _second.PlaceReadOnly(Spread(dense, columns), edge);
            Span<float> delta = _result.Place(Spread(operands.Start, columns), edge);
            Magnitudes largest = default;
            Run(parts, activations, delta, (share, activations, delta) => largest = largest.Max(kernels.ActivationGradient(
                With(delta, rows, columns), With(activations, rows, columns), Activation.Tanh, share, findsMagnitudes: true)));
            float[] denseDelta = [.. operands.Start];
            kernels.ActivationGradient(denseDelta, dense, Activation.Tanh);
            RequireResult(Spread(denseDelta, columns), delta, $"activation gradient, {operands}");
            Assert.Equal(new Magnitudes(kernels.LargestMagnitude(denseDelta), kernels.LargestMagnitude(dense)), largest);
            Assert.Equal(kernels.LargestMagnitude(operands.A), kernels.LargestMagnitude(With(x, rows, depth)));
        }
    }

    /// <summary>Layers that fit a lane take a short way only where neither matrix has gaps.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Only_one_matrix_of_a_narrow_layer_has_gaps(bool gapsInX, bool gapsInA)
    {
        foreach (Operands operands in NarrowShapes)
        {
            (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
            float[] dense = new float[rows * columns];
            KernelSet.Best.Forward(new(operands.A, depth), operands.B, operands.Bias, new(dense, columns), Activation.Tanh, Share.Whole);
            ReadOnlyMatrix x = gapsInX ? With(new ReadOnlySpan<float>(Spread(operands.A, depth)), rows, depth) : new(operands.A, depth);
            float[] actual = gapsInA ? Spread(operands.Start, columns) : [.. operands.Start];
            Matrix a = gapsInA ? With(actual.AsSpan(), rows, columns) : new(actual, columns);
            KernelSet.Best.Forward(x, operands.B, operands.Bias, a, Activation.Tanh, Share.Whole);
            Comparison.AssertSameBits(gapsInA ? Spread(dense, columns) : dense, actual, operands.ToString());
        }
    }

    [Fact]
    public void A_thread_leaves_the_rows_of_a_narrow_layer_that_are_others()
    {
        foreach (Operands operands in NarrowShapes)
        {
            (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
            float[] expected = new float[rows * columns];
            KernelSet.Best.Forward(new(operands.A, depth), operands.B, operands.Bias, new(expected, columns), Activation.Tanh, Share.Whole);
            (int first, int count) = Partition.Part(rows, part: 1, parts: 3);
            operands.Start.AsSpan(0, first * columns).CopyTo(expected);
            operands.Start.AsSpan((first + count) * columns).CopyTo(expected.AsSpan((first + count) * columns));
            float[] actual = [.. operands.Start];
            KernelSet.Best.Forward(new(operands.A, depth), operands.B, operands.Bias, new(actual, columns), Activation.Tanh, new Share(1, 3));
            Comparison.AssertSameBits(expected, actual, operands.ToString());
        }
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Input_gradient(string kernelSet, Edge edge, int parts)
    {
        foreach (Operands operands in Shapes)
        {
            RequireInputGradient(kernelSet, edge, parts, operands);
        }
    }

    /// <summary>Of one group of samples, whose columns threads share out, and of two.</summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Input_gradient_that_is_computed_transposed(string kernelSet, Edge edge, int parts)
    {
        RequireInputGradient(kernelSet, edge, parts, new(32, 200, 192, RandomData.Normal, seed: 1));
        RequireInputGradient(kernelSet, edge, parts, new(96, 420, 400, RandomData.Normal, seed: 1));
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Parameter_gradient(string kernelSet, Edge edge, int parts)
    {
        KernelSet kernels = Find(kernelSet);
        foreach (Operands operands in Shapes)
        {
            (int inputs, int samples, int outputs) = (operands.Rows, operands.Depth, operands.Columns);
            var x = new ReadOnlyMatrix(_first.PlaceReadOnly(Spread(operands.TransposedA, inputs), edge), samples, inputs, inputs + Gap);
            var delta = new ReadOnlyMatrix(_second.PlaceReadOnly(Spread(operands.B, outputs), edge), samples, outputs, outputs + Gap);
            int first = inputs / parts;
            Span<float> gradient = _result.Place(operands.Start.AsSpan(first * outputs), edge);
            kernels.WeightGradient(x, delta, gradient, first, GradientMode.Accumulate);
            RequireResult(FusedChain.FromStart(operands)[(first * outputs)..], gradient, $"weight gradient, {operands}");

            gradient = _result.Place(operands.Start.AsSpan(first * outputs), edge);
            kernels.DescendWeights(x, delta, gradient, first, step: 1);
            float[] sums = FusedChain.FromZero(operands)[(first * outputs)..];
            RequireResult([.. sums.Select((sum, i) => sum + operands.Start[(first * outputs) + i])], gradient, $"descent, {operands}");

            Span<float> biases = _result.Place(operands.Bias, edge);
            kernels.BiasGradient(delta, biases, GradientMode.Overwrite);
            float[] dense = new float[outputs];
            kernels.BiasGradient(new(operands.B, outputs), dense, GradientMode.Overwrite);
            RequireResult(dense, biases, $"bias gradient, {operands}");
        }
    }

    [Fact]
    public void What_does_not_hold_its_rows_is_refused()
    {
        Assert.Equal(3, new Matrix(new float[17], rows: 3, columns: 3, stride: 7).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(new float[16], rows: 3, columns: 3, stride: 7).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(new float[17], rows: 3, columns: 8, stride: 7).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(new float[17], rows: -1, columns: 3, stride: 7).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(new float[17], columns: 3).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOnlyMatrix(new float[16], rows: 3, columns: 3, stride: 7).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOnlyMatrix(new float[17], columns: 3).Rows);
    }

    [Fact]
    public void Activations_and_gradients_laid_out_otherwise_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelSet.Best.ActivationGradient(
            new Matrix(new float[12], 3), new ReadOnlyMatrix(new float[15], rows: 4, columns: 3, stride: 4), Activation.Tanh, Share.Whole));

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _result.Dispose();
    }

    private static KernelSet Find(string name) => KernelSet.Supported.Single(set => string.Equals(set.Name, name, StringComparison.Ordinal));

    private delegate void Work(Share share, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>All threads' shares, one after another.</summary>
    private static void Run(int parts, ReadOnlySpan<float> input, Span<float> output, Work work)
    {
        for (int part = 0; part < parts; part++)
        {
            work(new Share(part, parts), input, output);
        }
    }

    private static Matrix With(Span<float> elements, int rows, int columns) => new(elements, rows, columns, columns + Gap);

    private static ReadOnlyMatrix With(ReadOnlySpan<float> elements, int rows, int columns) => new(elements, rows, columns, columns + Gap);

    /// <summary>The same rows with gaps of NaN between them, and none behind the last.</summary>
    private static float[] Spread(float[] matrix, int columns)
    {
        int rows = matrix.Length / columns;
        float[] result = new float[(rows * (columns + Gap)) - Gap];
        Array.Fill(result, float.NaN);
        for (int row = 0; row < rows; row++)
        {
            matrix.AsSpan(row * columns, columns).CopyTo(result.AsSpan(row * (columns + Gap)));
        }

        return result;
    }

    private void RequireInputGradient(string kernelSet, Edge edge, int parts, Operands operands)
    {
        KernelSet kernels = Find(kernelSet);
        (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
        ReadOnlySpan<float> delta = _first.PlaceReadOnly(Spread(operands.A, depth), edge);
        Span<float> gradient = _result.Place(Spread(operands.Start, columns), edge);
        Run(parts, delta, gradient, (share, delta, gradient) => kernels.InputGradient(
            With(delta, rows, depth), operands.TransposedB, With(gradient, rows, columns), share));
        RequireResult(Spread(FusedChain.FromZero(operands), columns), gradient, operands.ToString());
    }

    private void RequireResult(float[] expected, ReadOnlySpan<float> actual, string about)
    {
        Comparison.AssertSameBits(expected, actual, about);
        _result.AssertSurroundings(about);
    }
}
