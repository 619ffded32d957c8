using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// No kernel reads or writes outside its spans, whatever their length and alignment: each runs on memory that begins right after a
/// protected page and on memory that ends right before one, its inputs read-only, with results that are right to the bit.
/// </summary>
public sealed class GuardedKernelTests : IDisposable
{
    private const int Capacity = 1 << 16;

    /// <summary>Floats from one 64-byte boundary to the next.</summary>
    private const int Alignments = 16;

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

    /// <summary>From nothing to two of the widest tile and one more: every remainder of every lane.</summary>
    private static IEnumerable<int> Widths => Enumerable.Range(0, 66);

    /// <summary>
    /// From one row to two of the tallest tile and one more, with every number of columns; and twice as many, since tiles one lane wide are
    /// twice as tall, with some that end in such a lane. The depth varies such that each occurs with each
    /// number of rows and with each number of columns; so does the distance from a 64-byte boundary.
    /// </summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Matrix_products(string kernelSet, Edge edge)
    {
        const int Depths = 18;
        KernelSet kernels = Find(kernelSet);
        int[] narrow = [1, 3, 7, 8, 9, 16, 20, 33, 48];
        for (int rows = 1; rows <= 49; rows++)
        {
            // A single row has tiles of its own, four lanes wide.
            foreach (int columns in rows == 1 ? Enumerable.Range(1, 129) : rows <= 25 ? Widths.Skip(1) : narrow)
            {
                int number = (5 * rows) + columns;
                int depth = 1 + (number % Depths);
                RequireProducts(kernels, edge, rows, depth, columns, offset: 0);
                RequireProducts(kernels, edge, rows, depth, columns, offset: 1 + (number % 15));
            }
        }
    }

    /// <summary>Few columns and a depth at which the weight gradient is computed as its transpose.</summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Products_of_narrow_layers(string kernelSet, Edge edge)
    {
        for (int columns = 1; columns <= 16; columns++)
        {
            RequireProducts(Find(kernelSet), edge, rows: 32 + (3 * columns), depth: 64 + columns, columns, offset: columns % Alignments);
            RequireProducts(Find(kernelSet), edge, rows: 44, depth: 64, columns, offset: 0);
        }
    }

    /// <summary>Every distance from a 64-byte boundary, for whole tiles and for the most ragged ones.</summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Matrix_products_at_every_alignment(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        for (int offset = 0; offset < Alignments; offset++)
        {
            RequireProducts(kernels, edge, rows: 12, depth: 16, columns: 32, offset);
            RequireProducts(kernels, edge, rows: 23, depth: 15, columns: 63, offset);
            RequireProducts(kernels, edge, rows: 1, depth: 9, columns: 127, offset);
        }
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Products_of_no_samples_and_of_no_rows(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        foreach (int width in new[] { 1, 31, 65 })
        {
            float[] weights = RandomData.Normal(3 * width, new RandomSource(1));
            ReadOnlySpan<float> none = _first.PlaceReadOnly([], edge);
            ReadOnlySpan<float> right = _second.PlaceReadOnly(weights, edge);
            ReadOnlySpan<float> bias = _third.PlaceReadOnly(weights.AsSpan(0, width), edge);
            kernels.Forward(new(none, 3), right, bias, new(_result.Place([], edge), width), Activation.Tanh, Share.Whole);
            RequireResult([], _result.Place([], edge), "forward");
            kernels.InputGradient(new(none, 3), right, new(_result.Place([], edge), width), Share.Whole);
            RequireResult([], _result.Place([], edge), "input gradient");
            Span<float> gradient = _result.Place(weights, edge);
            kernels.WeightGradient(new(none, 3), new(none, width), gradient, firstInput: 0, GradientMode.Accumulate);
            RequireResult(weights, gradient, "accumulated");
            kernels.WeightGradient(new(none, 3), new(none, width), gradient, firstInput: 0, GradientMode.Overwrite);
            RequireResult(new float[weights.Length], gradient, "overwritten");

            // The part of a thread for which there is no row.
            Span<float> noRows = _result.Place([], edge);
            kernels.WeightGradient(new(_third.PlaceReadOnly([1, 2, 3], edge), 3), new(right[..width], width), noRows, 3, GradientMode.Accumulate);
            RequireResult([], noRows, "no rows");
        }
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Packed_matrix_products(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        RequireProducts(kernels, edge, rows: 47, depth: 1024, columns: 45, offset: 0); // Of 47 rows every height of tile has some.
        RequireProducts(kernels, edge, rows: 25, depth: 29, columns: 1024, offset: 0);
        RequireProducts(kernels, edge, rows: 1024, depth: 31, columns: 37, offset: 0);
        RequireProducts(kernels, edge, rows: 26, depth: 61, columns: 1024, offset: 0);

        // A group of panels, and a narrow rest.
        RequireProducts(kernels, edge, rows: 25, depth: 127, columns: 516, offset: 0);
        RequireProducts(kernels, edge, rows: 25, depth: 1000, columns: 65, offset: 0);

        RequireProducts(kernels, edge, rows: 25, depth: 1024, columns: 48, offset: 0); // One full lane of 16 left.

        RequireProducts(kernels, edge, rows: 32, depth: 131, columns: 130, offset: 0); // An input gradient that is computed transposed.

        // So many rows that lesser strides of B are packed.
        RequireProducts(kernels, edge, rows: 97, depth: 130, columns: 257, offset: 0);
    }

    /// <summary>A row of weights is read a full lane wide where there is more behind it.</summary>
    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Narrow_layers_over_many_inputs(string kernelSet, Edge edge)
    {
        KernelSet kernels = Find(kernelSet);
        for (int columns = 1; columns <= 32; columns++)
        {
            RequireProducts(kernels, edge, rows: 1, depth: 256, columns, offset: 0);
            RequireProducts(kernels, edge, rows: 1, depth: 257, columns, offset: columns % Alignments);
            RequireProducts(kernels, edge, rows: 2, depth: 257, columns, offset: 0);
        }
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
            foreach (Activation activation in KernelSets.ElementWise)
            {
                float[] a = ScalarLane.Kernels.Activate(z, activation);
                float[] expectedDelta = [.. delta];
                Magnitudes expected = ScalarLane.Kernels.ActivationGradient(expectedDelta, a, activation, findsMagnitudes: true);
                Assert.Equal(new Magnitudes(LargestMagnitude(expectedDelta), LargestMagnitude(a)), expected);
                for (int offset = 0; offset < Alignments; offset++)
                {
                    string about = $"{kernels.Name}: {activation} of {length}, {offset} from the {edge}";
                    RequireActivation(kernels, activation, z, a, edge, offset, about);
                    Span<float> actualDelta = _result.Place(delta, edge, offset);
                    kernels.ActivationGradient(actualDelta, _first.PlaceReadOnly(a, edge, Other(offset)), activation);
                    RequireResult(expectedDelta, actualDelta, $"gradient, {about}");
                    actualDelta = _result.Place(delta, edge, offset);
                    Magnitudes actual = kernels.ActivationGradient(
                        actualDelta, _first.PlaceReadOnly(a, edge, Other(offset)), activation, findsMagnitudes: true);
                    Assert.True(expected == actual, $"{actual}, {about}");
                    RequireResult(expectedDelta, actualDelta, $"gradient with magnitudes, {about}");
                }
            }
        }
    }

    [GuardedMemoryTheory]
    [MemberData(nameof(Cases))]
    public void Softmax_and_cross_entropy(string kernelSet, Edge edge)
    {
        const int Rows = 3;
        KernelSet kernels = Find(kernelSet);
        foreach (int columns in Widths.Skip(1))
        {
            var random = new RandomSource((ulong)columns);
            float[] logits = RandomData.Normal(Rows * columns, random);
            float[] targets = RandomData.Distributions(Rows, columns, random);
            float[] expected = [.. logits];
            ScalarLane.Kernels.Softmax(expected, columns);
            float[] expectedGradient = new float[logits.Length];
            double[] expectedLosses = new double[Rows];
            ScalarLane.Kernels.CrossEntropy(logits, targets, expectedGradient, expectedLosses);
            for (int offset = 0; offset < Alignments; offset++)
            {
                string about = $"{kernels.Name}: {columns} columns, {offset} from the {edge}";
                Span<float> probabilities = _result.Place(logits, edge, offset);
                kernels.Softmax(probabilities, columns);
                RequireResult(expected, probabilities, $"softmax, {about}");

                Span<float> gradient = _result.Place(new float[logits.Length], edge, offset);
                double[] losses = new double[Rows];
                kernels.CrossEntropy(
                    _first.PlaceReadOnly(logits, edge, Other(offset)), _second.PlaceReadOnly(targets, edge, offset), gradient, losses);
                Assert.Equal(expectedLosses, losses);
                RequireResult(expectedGradient, gradient, $"cross-entropy, {about}");
            }
        }
    }

    /// <summary>With room behind the outputs and δ for a full lane, for less, and for none; what lies in it is not a number.</summary>
    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public void Squared_error(Edge edge)
    {
        const int Rows = 5;
        int[] rooms = [0, 3, 7, 15, 16];
        foreach (int columns in Widths.Skip(1))
        {
            Activation activation = KernelSets.ElementWise[columns % KernelSets.ElementWise.Length];
            float[] outputs = RandomData.Normal(Rows * columns, new RandomSource((ulong)columns));
            float[] targets = RandomData.Normal(Rows * columns, new RandomSource((ulong)columns + 1));
            float[] expectedDelta = new float[outputs.Length];
            double[] expectedLosses = new double[Rows];
            ScalarLane.Kernels.SquaredError(outputs, targets, expectedDelta, expectedLosses, 0.5, 1, activation);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                foreach ((int roomOfOutputs, int roomOfDelta) in rooms.SelectMany(x => rooms.Select(y => (x, y))))
                {
                    double[] losses = new double[Rows];
                    Span<float> delta = _result.Place(WithRoom(new float[outputs.Length], roomOfDelta), edge);
                    ReadOnlySpan<float> outputsInPlace = _first.PlaceReadOnly(WithRoom(outputs, roomOfOutputs), edge);
                    kernels.SquaredError(outputsInPlace, _second.PlaceReadOnly(targets, edge), delta, losses, 0.5, 1, activation);
                    Assert.Equal(expectedLosses, losses);
                    string about = $"{kernels.Name}: {activation}, {columns} columns, room {roomOfOutputs} and {roomOfDelta}, {edge}";
                    Comparison.AssertSameBits(expectedDelta, delta[..expectedDelta.Length], about);
                    _result.AssertSurroundings(about);
                }
            }
        }
    }

    /// <summary>What they compute, others test: here it is the same as on ordinary memory.</summary>
    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public void What_works_on_rows_as_a_whole(Edge edge)
    {
        const int Rows = 3;
        foreach (int columns in Widths.Skip(1))
        {
            float[] outputs = RandomData.Normal(Rows * columns, new RandomSource((ulong)columns));
            float[] targets = RandomData.Normal(Rows * columns, new RandomSource((ulong)columns + 1));
            float[] expectedDelta = RandomData.Normal(outputs.Length, new RandomSource((ulong)columns + 2));
            float[] expectedGradient = targets[..columns];
            KernelSet.Best.BiasGradient(new(expectedDelta, expectedGradient.Length), expectedGradient, GradientMode.Accumulate);
            for (int offset = 0; offset < Alignments; offset++)
            {
                string about = $"{columns} columns, {offset} from the {edge}";
                Span<float> gradient = _result.Place(targets.AsSpan(0, columns), edge, offset);
                KernelSet.Best.BiasGradient(
                    new(_first.PlaceReadOnly(expectedDelta, edge, Other(offset)), columns), gradient, GradientMode.Accumulate);
                RequireResult(expectedGradient, gradient, $"bias gradient, {about}");

                ReadOnlySpan<float> values = _first.PlaceReadOnly(outputs, edge, Other(offset));
                foreach (KernelSet kernels in KernelSet.Supported)
                {
                    Assert.Equal(outputs.Max(MathF.Abs), kernels.LargestMagnitude(values));
                    Span<float> biases = _result.Place(targets.AsSpan(0, columns), edge, offset);
                    kernels.DescendBiases(new(_second.PlaceReadOnly(expectedDelta, edge, offset), biases.Length), biases, step: 1);
                    float[] descended = [.. targets[..columns].Select((bias, i) => bias + ColumnSum(expectedDelta, i, columns))];
                    RequireResult(descended, biases, $"{kernels.Name}: descent of biases, {about}");
                }

                float[] thirds = [.. Enumerable.Repeat(1f / columns, Rows * columns)];
                Assert.True(ProbabilityRows.Hold(_third.PlaceReadOnly(thirds, edge, offset), columns, tolerance: 1e-3));
            }
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _third.Dispose();
        _result.Dispose();
    }

    private static float LargestMagnitude(float[] values) => values.Select(MathF.Abs).DefaultIfEmpty().Max();

    private static float ColumnSum(float[] matrix, int column, int columns)
    {
        float sum = 0;
        for (int i = column; i < matrix.Length; i += columns)
        {
            sum += matrix[i];
        }

        return sum;
    }

    private void RequireProducts(KernelSet kernels, Edge edge, int rows, int depth, int columns, int offset)
    {
        var operands = new Operands(rows, depth, columns, RandomData.Normal, (ulong)((rows * 1000) + columns));
        string about = $"{kernels.Name}: {rows} × {depth} × {columns}, {offset} from the {edge}";
        int other = Other(offset);
        ReadOnlySpan<float> left = _first.PlaceReadOnly(operands.A, edge, offset);
        ReadOnlySpan<float> right = _second.PlaceReadOnly(operands.B, edge, other);
        ReadOnlySpan<float> bias = _third.PlaceReadOnly(operands.Bias, edge, Other(other));
        Span<float> result = _result.Place(operands.Start, edge, other);
        kernels.Forward(new(left, depth), right, bias, new(result, columns), Activation.Identity, Share.Whole);
        RequireResult(FusedChain.Forward(operands), result, $"forward, {about}");

        float[] fromZero = FusedChain.FromZero(operands);
        right = _second.PlaceReadOnly(operands.TransposedB, edge, other);
        result = _result.Place(operands.Start, edge, offset);
        kernels.InputGradient(new(left, depth), right, new(result, columns), Share.Whole);
        RequireResult(fromZero, result, $"input gradient, {about}");

        left = _first.PlaceReadOnly(operands.TransposedA, edge, offset);
        right = _second.PlaceReadOnly(operands.B, edge, other);
        result = _result.Place(operands.Start, edge, offset);
        kernels.WeightGradient(new(left, rows), new(right, columns), result, firstInput: 0, GradientMode.Overwrite);
        RequireResult(fromZero, result, $"weight gradient, overwritten, {about}");

        // Some of the rows, as a thread among others has them.
        int first = rows / 3;
        int last = rows - (rows / 4);
        result = _result.Place(operands.Start.AsSpan()[(first * columns)..(last * columns)], edge, other);
        kernels.WeightGradient(new(left, rows), new(right, columns), result, first, GradientMode.Accumulate);
        float[] fromStart = FusedChain.FromStart(operands)[(first * columns)..(last * columns)];
        RequireResult(fromStart, result, $"weight gradient, rows {first} to {last} accumulated, {about}");

        const float Step = -0.25f;
        result = _result.Place(operands.Start, edge, offset);
        kernels.DescendWeights(new(left, rows), new(right, columns), result, firstInput: 0, Step);
        float[] descended = [.. operands.Start.Select((weight, i) => MathF.FusedMultiplyAdd(fromZero[i], Step, weight))];
        RequireResult(descended, result, $"descent, {about}");
    }

    private void RequireActivation(KernelSet kernels, Activation activation, float[] z, float[] a, Edge edge, int offset, string about)
    {
        float[] minusZeros = [.. Enumerable.Repeat(-0f, z.Length)];
        ReadOnlySpan<float> zero = _first.PlaceReadOnly([0], edge, offset);
        ReadOnlySpan<float> weights = _second.PlaceReadOnly(minusZeros, edge, offset);
        ReadOnlySpan<float> biases = _third.PlaceReadOnly(z, edge, Other(offset));
        Span<float> result = _result.Place(new float[z.Length], edge, offset);
        kernels.Forward(new(zero, 1), weights, biases, new(result, z.Length), activation, Share.Whole);
        RequireResult(a, result, about);
    }

    private void RequireResult(float[] expected, ReadOnlySpan<float> actual, string about)
    {
        Comparison.AssertSameBits(expected, actual, about);
        _result.AssertSurroundings(about);
    }

    /// <summary>A different offset for another operand; at the edge they all are together.</summary>
    private static int Other(int offset) => 7 * offset % Alignments;

    private static float[] WithRoom(float[] content, int floats) => [.. content, .. Enumerable.Repeat(float.NaN, floats)];

    private static KernelSet Find(string name) =>
        KernelSet.Supported.Single(kernels => string.Equals(kernels.Name, name, StringComparison.Ordinal));
}
