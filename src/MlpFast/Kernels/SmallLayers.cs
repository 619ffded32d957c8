using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// The layers of a network that are all small, checked to fit one another; and where the activations of a batch lie, or its δ.
/// </summary>
/// <remarks>
/// They lie layer after layer, each with a capacity of as many rows. The matrices of hidden layers are padded (see
/// <see cref="SmallLayer{TLane}"/> and <see cref="RowGroups{TLane}"/>), that of the last layer is not.
/// </remarks>
internal sealed class SmallLayers
{
    private readonly LayerLayout[] _layers;
    private readonly long _floatsPerRow;
    private LanePlaces? _places;

    /// <param name="layers">The layers.</param>
    /// <param name="laneWidth">Elements of a lane, of which the widest layer has no more.</param>
    /// <param name="permutes">Whether lanes permute, so that several rows may lie in one.</param>
    public SmallLayers(ReadOnlySpan<LayerLayout> layers, int laneWidth, bool permutes)
    {
        _layers = layers.ToArray();
        Inputs = layers[0].Inputs;
        Outputs = layers[^1].Outputs;
        OutputActivation = layers[^1].Activation;
        _floatsPerRow = Offset(layers.Length - 1, capacity: 1) + Outputs;
        int inputs = Inputs;
        int widest = Inputs;
        foreach (ref readonly LayerLayout layer in layers)
        {
            Bounds.RequireInputs(layer.Inputs, inputs);
            Bounds.Require(layer.Offset, 0);
            inputs = layer.Outputs;
            Bounds.Require(laneWidth, layer.Outputs);
            widest = Math.Max(widest, layer.Outputs);
            Bounds.Require(layer.BiasOffset, layer.Offset + (long)layer.WeightCount);
            ParameterCount = Math.Max(ParameterCount, checked(layer.BiasOffset + layer.Outputs));
        }

        LaneWidth = laneWidth;
        ParameterCountWithRoom = checked(ParameterCount + laneWidth);
        RowsOfLane = permutes ? Math.Max(laneWidth / widest, 1) : 1;
    }

    public ReadOnlySpan<LayerLayout> Layers => _layers;

    /// <summary>The first layer; to the last one it is <see cref="HiddenCount"/> steps.</summary>
    public ref readonly LayerLayout First => ref MemoryMarshal.GetArrayDataReference(_layers);

    /// <summary>Number of layers but the last.</summary>
    public int HiddenCount => _layers.Length - 1;

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Of the last layer.</summary>
    public Activation OutputActivation { get; }

    /// <summary>Elements of a lane.</summary>
    public int LaneWidth { get; }

    /// <summary>Rows of a hidden layer's matrix that lie side by side in a lane, which is a cache line apart from the next.</summary>
    public int RowsOfLane { get; }

    /// <summary>For kernels on groups of rows; made when first asked for, as a prediction of one sample needs none.</summary>
    public LanePlaces Places => _places ??= new LanePlaces(_layers, LaneWidth);

    public int ParameterCount { get; }

    /// <summary>The parameters, and room for a full lane behind them.</summary>
    public int ParameterCountWithRoom { get; }

    /// <summary>Where a layer's matrix begins.</summary>
    public static long Offset(int layer, int capacity) => layer * (long)capacity * CacheLine.Floats;

    /// <summary>Whether the lengths are those of one sample and its outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreOneSample(ReadOnlySpan<float> samples, ReadOnlySpan<float> destination) =>
        samples.Length == Inputs && destination.Length == Outputs;

    /// <summary>They are, and the parameters have room behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireOneSample(ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, ReadOnlySpan<float> destination)
    {
        if (!AreOneSample(sample, destination) || parameters.Length < ParameterCountWithRoom)
        {
            ThrowNoSample(parameters.Length, sample.Length, destination.Length);
        }
    }

    /// <summary>Floats of all layers together, and room for a full lane behind the last.</summary>
    public long Length(int capacity) => (capacity * _floatsPerRow) + LaneWidth;

    [DoesNotReturn]
    private void ThrowNoSample(int parameters, int inputs, int outputs) =>
        throw new ArgumentOutOfRangeException(
            nameof(inputs),
            $"Expected at least {ParameterCountWithRoom} parameters with their room, {Inputs} inputs and {Outputs} outputs, but got "
            + $"{parameters}, {inputs} and {outputs}.");
}
