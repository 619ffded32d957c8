using System.Runtime.InteropServices;
using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// The passes through small networks give the bits that the same layers give one by one, and stay within their spans; all operands end, or
/// begin, at a protected page, and what is only read lies in memory that may not be written.
/// </summary>
public sealed class SmallNetworkTests : IDisposable
{
    private const int Capacity = 1 << 12;

    /// <summary>Of the narrowest network, more than fit a lane.</summary>
    private const int MostRows = 17;

    private static readonly int[][] Widths =
    [
        [1, 1], [2, 3, 1], [4, 8, 3], [3, 16, 16], [16, 5, 7, 2], [40, 1, 4, 9, 3], [1, 12, 1], [2, 4, 3, 2], [5, 3, 4],
    ];

    private readonly GuardedMemory _parameters = new(Capacity);
    private readonly GuardedMemory _samples = new(Capacity);
    private readonly GuardedMemory _activations = new(Capacity);
    private readonly GuardedMemory _deltas = new(Capacity);
    private readonly GuardedMemory _result = new(Capacity);

    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public void A_prediction(Edge edge)
    {
        RequireAll(network =>
        {
            float[] anything = [.. Enumerable.Repeat(float.NaN, network.Small.LaneWidth)];
            ReadOnlySpan<float> parameters = _parameters.PlaceReadOnly([.. network.Parameters, .. anything], edge);
            ReadOnlySpan<float> sample = _samples.PlaceReadOnly(network.Samples.AsSpan(0, network.Inputs), edge);
            Span<float> destination = _result.Place(new float[network.Outputs], edge);
            network.Kernels.PredictSmall(network.Small, parameters, sample, destination);
            Comparison.AssertSameBits(network.Activations[^1].AsSpan(0, network.Outputs).ToArray(), destination, network.About);
            _result.AssertSurroundings(network.About);
        });
    }

    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public void A_batch_s_activations_deltas_and_gradient(Edge edge)
    {
        RequireAll(network =>
        {
            for (int capacity = network.Rows; capacity < network.Rows + 2; capacity++)
            {
                RequireBatch(network, capacity, edge);
            }
        });
    }

    [Fact]
    public void Layers_that_do_not_fit_are_not_small()
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            Assert.Null(kernels.SmallLayersOf(new ParameterLayout(2, [new Dense(65, Activation.Sigmoid)]).Layers));
            Assert.Null(kernels.SmallLayersOf(new ParameterLayout(3000, [new Dense(1, Activation.Sigmoid)]).Layers));
            Assert.NotNull(kernels.SmallLayersOf(new ParameterLayout(2, [new Dense(3, Activation.Sigmoid)]).Layers));
        }
    }

    [Fact]
    public void Spans_shorter_than_their_shape_are_refused()
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            SmallLayers small = kernels.SmallLayersOf(new ParameterLayout(2, [new Dense(3, Activation.Tanh), new Dense(1, Activation.Tanh)]).Layers)!;
            Refuses(
                lengths => kernels.PredictSmall(small, new float[lengths[0]], new float[lengths[1]], new float[lengths[2]]),
                13 + small.LaneWidth,
                2,
                1);
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.PredictSmall(small, new float[64], new float[3], new float[1]));
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.PredictSmall(small, new float[64], new float[2], new float[2]));
            int matrices = (int)small.Length(4);
            Refuses(lengths => _ = new SmallWorkspace(small, capacity: 4, new float[lengths[0]], new float[lengths[1]]), matrices, matrices);
            Assert.Throws<ArgumentOutOfRangeException>(() => _ = new SmallWorkspace(small, capacity: -1, new float[matrices], new float[matrices]));
            Refuses(
                lengths => kernels.ForwardSmall(
                    SmallWorkspace.Allocate(small, lengths[0]), new float[lengths[1]], new float[lengths[2]], rows: 4),
                4,
                13 + small.LaneWidth,
                8);
            Refuses(
                lengths => kernels.BackwardSmall(
                    SmallWorkspace.Allocate(small, lengths[0]),
                    new float[lengths[1]],
                    new float[lengths[2]],
                    rows: 4,
                    new float[lengths[3]],
                    GradientMode.Overwrite),
                4,
                13,
                8,
                13);
            var workspace = SmallWorkspace.Allocate(small, capacity: 4);
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.ForwardSmall(workspace, new float[64], new float[8], rows: 0));
            Assert.Throws<ArgumentOutOfRangeException>(
                () => kernels.BackwardSmall(workspace, new float[64], new float[8], rows: 0, new float[64], GradientMode.Overwrite));
        }
    }

    [Fact]
    public void Layers_laid_out_for_other_lanes_are_refused()
    {
        SmallLayers scalar = ScalarLane.Kernels.SmallLayersOf(new ParameterLayout(1, [new Dense(1, Activation.Tanh)]).Layers)!;
        var workspace = SmallWorkspace.Allocate(scalar, capacity: 1);
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.PredictSmall(scalar, new float[64], new float[1], new float[1]));
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.ForwardSmall(workspace, new float[64], new float[1], rows: 1));
            Assert.Throws<ArgumentOutOfRangeException>(
                () => kernels.BackwardSmall(workspace, new float[64], new float[1], rows: 1, new float[64], GradientMode.Overwrite));
        }
    }

    [Fact]
    public void A_workspace_has_room_for_a_full_lane_behind_the_last_layer()
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            SmallLayers small = kernels.SmallLayersOf(new ParameterLayout(2, [new Dense(3, Activation.Tanh), new Dense(2, Activation.Tanh)]).Layers)!;
            var workspace = SmallWorkspace.Allocate(small, capacity: 5);
            Assert.Equal((5 * 2) + small.LaneWidth, workspace.Outputs.Length);
            Assert.Equal((5 * 2) + small.LaneWidth, workspace.OutputDeltas.Length);
        }
    }

    /// <summary>Its pointers alone would not keep its memory from being collected.</summary>
    [Fact]
    public void A_workspace_holds_its_memory()
    {
        SmallLayers small = KernelSet.Best.SmallLayersOf(new ParameterLayout(2, [new Dense(3, Activation.Tanh)]).Layers)!;
        var workspace = SmallWorkspace.Allocate(small, capacity: 10);
        Assert.Equal(2, workspace.Memory.Count);
        Assert.True(workspace.Memory[0].Span.Overlaps(workspace.Outputs));
        Assert.True(workspace.Memory[1].Span.Overlaps(workspace.OutputDeltas));
    }

    /// <summary>Rows that lie side by side in a lane do not disturb one another.</summary>
    [Fact]
    public void A_special_value_stays_in_its_row() => RequireAll(network =>
    {
        int capacity = network.Rows;
        SmallLayers small = network.Small;
        int last = small.Layers.Length - 1;
        foreach (float value in SpecialValues.All)
        {
            for (int special = 0; special < network.Rows; special++)
            {
                float[] samples = [.. network.Samples];
                samples[special * network.Inputs] = value;
                float[] anything = [.. Enumerable.Repeat(float.NaN, small.LaneWidth)];
                float[] activations = GC.AllocateArray<float>((int)small.Length(capacity), pinned: true);
                float[] deltas = GC.AllocateArray<float>(activations.Length, pinned: true);
                var workspace = new SmallWorkspace(small, capacity, activations, deltas);
                network.Kernels.ForwardSmall(workspace, [.. network.Parameters, .. anything], samples, network.Rows);
                string about = $"{value} in row {special}, {network.About}";
                RequireMatrices(network.Activations, small, activations, capacity, $"activations, {about}", except: special);

                network.Deltas[last].CopyTo(deltas, SmallLayers.Offset(last, capacity));
                deltas[SmallLayers.Offset(last, capacity) + (special * network.Outputs)] = value;
                float[] gradient = new float[network.Parameters.Length];
                network.Kernels.BackwardSmall(workspace, network.Parameters, samples, network.Rows, gradient, GradientMode.Overwrite);
                RequireMatrices(network.Deltas, small, deltas, capacity, $"deltas, {about}", except: special);
            }
        }
    });

    public void Dispose()
    {
        _parameters.Dispose();
        _samples.Dispose();
        _activations.Dispose();
        _deltas.Dispose();
        _result.Dispose();
    }

    private void RequireBatch(LayerByLayer network, int capacity, Edge edge)
    {
        string about = $"{network.About}, capacity {capacity}, {edge}";
        SmallLayers small = network.Small;
        float[] anything = [.. Enumerable.Repeat(float.NaN, small.LaneWidth)];
        float[] garbage = [.. Enumerable.Repeat(float.NaN, (int)small.Length(capacity))];
        ReadOnlySpan<float> parametersWithRoom = _parameters.PlaceReadOnly([.. network.Parameters, .. anything], edge);
        ReadOnlySpan<float> samples = _samples.PlaceReadOnly(network.Samples, edge);
        Span<float> activations = _activations.Place(garbage, edge);
        network.Kernels.ForwardSmall(
            new SmallWorkspace(small, capacity, activations, _deltas.Place(garbage, edge)), parametersWithRoom, samples, network.Rows);
        RequireMatrices(network.Activations, small, activations, capacity, $"activations, {about}");
        _activations.AssertSurroundings(about);

        int last = small.Layers.Length - 1;
        ReadOnlySpan<float> parameters = _parameters.PlaceReadOnly(network.Parameters, edge);
        ReadOnlySpan<float> readOnly = _activations.PlaceReadOnly(activations.ToArray(), edge);
        Span<float> readOnlyActivations = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(readOnly), readOnly.Length);
        foreach (GradientMode mode in Enum.GetValues<GradientMode>())
        {
            Span<float> deltas = _deltas.Place(garbage, edge);
            Span<float> gradient = _result.Place(network.Parameters, edge);
            network.Deltas[last].CopyTo(deltas[(int)SmallLayers.Offset(last, capacity)..]);
            var workspace = new SmallWorkspace(small, capacity, readOnlyActivations, deltas);
            network.Kernels.BackwardSmall(workspace, parameters, samples, network.Rows, gradient, mode);
            RequireMatrices(network.Deltas, small, deltas, capacity, $"deltas, {mode}, {about}");
            _deltas.AssertSurroundings(about);
            Comparison.AssertSameBits(network.Gradient(mode), gradient, $"gradient, {mode}, {about}");
            _result.AssertSurroundings(about);
        }
    }

    private static void RequireMatrices(float[][] expected, SmallLayers small, ReadOnlySpan<float> actual, int capacity, string about, int except = -1)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            int columns = small.Layers[i].Outputs;
            for (int row = 0; row < expected[i].Length / columns; row++)
            {
                ReadOnlySpan<float> actualRow = actual.Slice((int)SmallLayers.Offset(i, capacity) + RowOffset(small, i, row), columns);
                if (row != except)
                {
                    Comparison.AssertSameBits(expected[i].AsSpan(row * columns, columns).ToArray(), actualRow, $"layer {i}, row {row}, {about}");
                }
            }
        }
    }

    /// <summary>Where a row begins in a layer's matrix.</summary>
    private static int RowOffset(SmallLayers small, int layer, int row)
    {
        int columns = small.Layers[layer].Outputs;
        return layer < small.HiddenCount
            ? (row / small.RowsOfLane * CacheLine.Floats) + (row % small.RowsOfLane * columns)
            : row * columns;
    }

    /// <summary>Tries each kernel set with the shapes that are small for it, and with other activations for other numbers of rows.</summary>
    private static void RequireAll(Action<LayerByLayer> require)
    {
        foreach (KernelSet kernels in KernelSet.Supported.Append(ScalarLane.Kernels))
        {
            LayerByLayer[] networks = [..
                from widths in Widths
                from rows in Enumerable.Range(1, MostRows)
                let layers = widths.Skip(1).Select((outputs, i) => new Dense(outputs, KernelSets.ElementWise[(rows + i) % 4]))
                let layout = new ParameterLayout(widths[0], [.. layers])
                where kernels.SmallLayersOf(layout.Layers) is not null
                select new LayerByLayer(kernels, layout, rows)];
            Assert.NotEmpty(networks);
            Assert.All(networks, require);
        }
    }

    private static void Refuses(Action<int[]> call, params int[] lengths)
    {
        call(lengths);
        for (int i = 0; i < lengths.Length; i++)
        {
            int[] shorter = [.. lengths];
            shorter[i]--;
            Assert.Throws<ArgumentOutOfRangeException>(() => call(shorter));
        }
    }

    /// <summary>What the layers give one by one.</summary>
    private sealed class LayerByLayer
    {
        private readonly ParameterLayout _layout;

        public LayerByLayer(KernelSet kernels, ParameterLayout layout, int rows)
        {
            var random = new RandomSource((ulong)(layout.ParameterCount + rows));
            _layout = layout;
            Kernels = kernels;
            Small = kernels.SmallLayersOf(layout.Layers)!;
            Rows = rows;
            Parameters = RandomData.Normal(layout.ParameterCount, random);
            Samples = RandomData.Normal(rows * layout.Inputs, random);
            Activations = [.. layout.Layers.ToArray().Select(layer => new float[rows * layer.Outputs])];
            Deltas = [.. Activations.Select(a => RandomData.Normal(a.Length, random))];
            for (int i = 0; i < Activations.Length; i++)
            {
                LayerLayout layer = layout[i];
                ScalarLane.Kernels.Forward(
                    new(InputsOf(i), layer.Inputs),
                    layer.Weights(Parameters),
                    layer.Biases(Parameters),
                    new(Activations[i], layer.Outputs),
                    layer.Activation,
                    Share.Whole);
            }

            for (int i = Activations.Length - 1; i > 0; i--)
            {
                LayerLayout layer = layout[i];
                ScalarLane.Kernels.InputGradient(
                    new(Deltas[i], layer.Outputs), layer.Weights(Parameters), new(Deltas[i - 1], layer.Inputs), Share.Whole);
                ScalarLane.Kernels.ActivationGradient(Deltas[i - 1], Activations[i - 1], layout[i - 1].Activation);
            }
        }

        public KernelSet Kernels { get; }

        public SmallLayers Small { get; }

        public int Rows { get; }

        public int Inputs => _layout.Inputs;

        public int Outputs => _layout.Outputs;

        public float[] Parameters { get; }

        public float[] Samples { get; }

        public float[][] Activations { get; }

        public float[][] Deltas { get; }

        public string About =>
            $"{Kernels.Name}: {_layout.Inputs}-{string.Join('-', _layout.Layers.ToArray().Select(layer => layer.Outputs))}, {Rows} rows";

        /// <summary>Of all parameters, or that added to the parameters themselves.</summary>
        public float[] Gradient(GradientMode mode)
        {
            float[] gradient = [.. Parameters];
            for (int i = 0; i < Activations.Length; i++)
            {
                LayerLayout layer = _layout[i];
                var delta = new ReadOnlyMatrix(Deltas[i], layer.Outputs);
                ScalarLane.Kernels.WeightGradient(new(InputsOf(i), layer.Inputs), delta, layer.Weights(gradient), firstInput: 0, mode);
                ScalarLane.Kernels.BiasGradient(delta, layer.Biases(gradient), mode);
            }

            return gradient;
        }

        private float[] InputsOf(int layer) => layer == 0 ? Samples : Activations[layer - 1];
    }
}
