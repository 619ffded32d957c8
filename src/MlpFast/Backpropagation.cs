using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Forward and backward pass of a block of samples, and the workspace they need: each layer's activations and two blocks
/// of δ, sized once.
/// </summary>
internal sealed class Backpropagation
{
    /// <summary>Samples that pass together. A larger batch is a sequence of blocks; by the order rule the bits are the same.</summary>
    public const int BlockRows = 264;

    private readonly Network _network;
    private readonly Loss _loss;
    private readonly int[] _activationOffsets;
    private readonly AlignedBuffer _activations;
    private readonly AlignedBuffer _delta;
    private readonly AlignedBuffer _otherDelta;

    public Backpropagation(Network network, Loss loss)
    {
        _network = network;
        _loss = loss;
        ReadOnlySpan<LayerLayout> layers = network.Layout.Layers;
        _activationOffsets = new int[layers.Length];
        int units = 0;
        int widest = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            _activationOffsets[i] = checked(BlockRows * units);
            units = checked(units + layers[i].Outputs);
            widest = Math.Max(widest, layers[i].Outputs);
        }

        _activations = new AlignedBuffer(checked(BlockRows * units));
        _delta = new AlignedBuffer(BlockRows * widest);
        _otherDelta = new AlignedBuffer(BlockRows * widest);
    }

    /// <summary>
    /// Adds the samples' losses to <paramref name="totalLoss"/> and, if the new total is finite, their gradients to the gradient.
    /// </summary>
    /// <param name="samples">[rows × inputs], at most <see cref="BlockRows"/> rows.</param>
    /// <param name="targets">[rows × outputs].</param>
    /// <param name="gradient">All parameters' gradient; untouched if the new total is not finite.</param>
    /// <param name="mode">Whether to replace the gradient or to add to it.</param>
    /// <param name="totalLoss">Sum of the losses of the samples before these.</param>
    /// <returns>The new total.</returns>
    public double Run(
        ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, Span<float> gradient, GradientMode mode, double totalLoss)
    {
        int rows = samples.Length / _network.Inputs;
        Forward(samples, rows);
        totalLoss = OutputGradient(targets, rows, totalLoss);
        if (double.IsFinite(totalLoss))
        {
            Backward(samples, rows, gradient, mode);
        }

        return totalLoss;
    }

    private void Forward(ReadOnlySpan<float> samples, int rows)
    {
        ReadOnlySpan<float> x = samples;
        for (int i = 0; i < _activationOffsets.Length; i++)
        {
            Span<float> a = Activations(i, rows);
            _network.Layout[i].Forward(_network.Parameters, x, a);
            x = a;
        }
    }

    /// <summary>The losses' total, and δ of the last layer.</summary>
    private double OutputGradient(ReadOnlySpan<float> targets, int rows, double totalLoss)
    {
        int columns = _network.Outputs;
        int last = _activationOffsets.Length - 1;
        ReadOnlySpan<float> outputs = Activations(last, rows);
        Span<float> delta = _delta.Span[..outputs.Length];
        if (_loss == Loss.CrossEntropy)
        {
            return KernelSet.Best.CrossEntropy(outputs, targets, delta, columns, totalLoss);
        }

        (double valueScale, float gradientScale) = _loss == Loss.HalfMeanSquaredError ? (0.5 / columns, 1) : (1.0 / columns, 2f / columns);
        totalLoss = SquaredError.Evaluate(outputs, targets, delta, columns, valueScale, gradientScale, totalLoss);
        KernelSet.Best.ActivationGradient(delta, outputs, _network.Layout[last].Activation);
        return totalLoss;
    }

    private void Backward(ReadOnlySpan<float> samples, int rows, Span<float> gradient, GradientMode mode)
    {
        Span<float> delta = _delta.Span;
        Span<float> nextDelta = _otherDelta.Span;
        for (int i = _activationOffsets.Length - 1; i > 0; i--)
        {
            LayerLayout layer = _network.Layout[i];
            Span<float> x = Activations(i - 1, rows);
            Span<float> layerDelta = delta[..(rows * layer.Outputs)];
            Span<float> inputDelta = nextDelta[..x.Length];
            layer.ParameterGradient(x, layerDelta, gradient, mode);
            layer.InputGradient(_network.Parameters, layerDelta, inputDelta);
            KernelSet.Best.ActivationGradient(inputDelta, x, _network.Layout[i - 1].Activation);
            Span<float> done = delta;
            delta = nextDelta;
            nextDelta = done;
        }

        LayerLayout first = _network.Layout[0];
        first.ParameterGradient(samples, delta[..(rows * first.Outputs)], gradient, mode);
    }

    private Span<float> Activations(int layer, int rows) =>
        _activations.Span.Slice(_activationOffsets[layer], rows * _network.Layout[layer].Outputs);
}
