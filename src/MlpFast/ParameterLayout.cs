using System.Diagnostics.CodeAnalysis;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Where each layer's weights and biases lie in a flat span. Parameters, gradient and optimizer state share one layout, which is sized
/// and placed here and nowhere else.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly LayerLayout[] _layers;

    public ParameterLayout(int inputs, Dense[] layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (layers.Length == 0)
        {
            throw new ArgumentException("Expected at least 1 layer, but got 0.", nameof(layers));
        }

        Inputs = inputs;
        Outputs = layers[^1].Outputs;
        _layers = new LayerLayout[layers.Length];
        long offset = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            Require(layers[i], i, isLast: i == layers.Length - 1);
            var layer = new LayerLayout(inputs, layers[i].Outputs, layers[i].Activation, (int)offset);
            offset += ((long)layer.Inputs + 1) * layer.Outputs;
            if (offset > AlignedBuffer.MaxLength)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(layers), offset, $"Expected at most {AlignedBuffer.MaxLength} parameters, but layers 0 to {i} have {offset}.");
            }

            _layers[i] = layer;
            ActivationsPerSample += ActivationStride(i);
            WidestOutputs = Math.Max(WidestOutputs, layer.Outputs);
            if (i < layers.Length - 1)
            {
                WidestHiddenStride = Math.Max(WidestHiddenStride, ActivationStride(i));
            }

            inputs = layer.Outputs;
        }

        ParameterCount = (int)offset;
        Small = KernelSet.Best.SmallLayersOf(_layers);
        PredictedRows = RowBlock.RowsOf((2L * WidestHiddenStride) + Outputs);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int ParameterCount { get; }

    /// <summary>Floats that the activations of all layers take for one sample, with the gaps between their rows.</summary>
    public long ActivationsPerSample { get; }

    /// <summary>The largest distance of two rows of activations of a layer but the last; 0 where there is only one layer.</summary>
    public int WidestHiddenStride { get; }

    /// <summary>Outputs of the widest layer.</summary>
    public int WidestOutputs { get; }

    /// <summary>Samples that pass through a prediction together.</summary>
    public int PredictedRows { get; }

    /// <summary>The layers, where all of them are so small that a pass through them is one call; otherwise <see langword="null"/>.</summary>
    public SmallLayers? Small { get; }

    public ReadOnlySpan<LayerLayout> Layers => _layers;

    public ref readonly LayerLayout this[int layer]
    {
        get
        {
            if ((uint)layer >= (uint)_layers.Length)
            {
                ThrowNoSuchLayer(layer);
            }

            return ref _layers[layer];
        }
    }

    /// <summary>Floats from one row of a layer's activations to the next; those of the last layer lie side by side, as the caller's do.</summary>
    public int ActivationStride(int layer) => layer == _layers.Length - 1 ? Outputs : RowStride.Of(this[layer].Outputs);

    [DoesNotReturn]
    private void ThrowNoSuchLayer(int layer) =>
        throw new ArgumentOutOfRangeException(nameof(layer), layer, $"Expected a layer from 0 to {_layers.Length - 1}.");

    private static void Require(Dense layer, int index, bool isLast)
    {
        if (layer.Outputs < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer.Outputs, $"Expected at least 1 output in layer {index}, but got {layer.Outputs}.");
        }

        if (layer.Activation is < Activation.Identity or > Activation.Softmax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer.Activation, $"Expected a defined activation in layer {index}, but got {layer.Activation}.");
        }

        if (layer.Activation == Activation.Softmax && !isLast)
        {
            throw new ArgumentException($"Expected softmax only in the last layer, but layer {index} has it.", nameof(layer));
        }
    }
}
