using System.Diagnostics.CodeAnalysis;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Forward and backward pass of a few samples through a network of small layers: three calls on the calling thread, since more of them would
/// cost more than the arithmetic.
/// </summary>
/// <remarks>First <see cref="Propagate"/>, then <see cref="Differentiate"/> with the same samples.</remarks>
internal sealed class SmallBackpropagation
{
    /// <summary>Samples times parameters up to which this is the faster way.</summary>
    private const long Work = 4096;

    private readonly Network _network;
    private readonly SmallLayers _layers;
    private readonly Loss _loss;
    private double[] _losses = [];
    private AlignedBuffer _activations;
    private AlignedBuffer _deltas;

    /// <param name="network">The network.</param>
    /// <param name="layers">Its layers, all small.</param>
    /// <param name="loss">What is differentiated.</param>
    public SmallBackpropagation(Network network, SmallLayers layers, Loss loss)
    {
        _network = network;
        _layers = layers;
        _loss = loss;
        Reserve(rows: 1);
    }

    /// <summary>Samples there is room for; the activations and δ are laid out for as many.</summary>
    private int Capacity => _losses.Length;

    /// <summary>Whether so many samples are few enough.</summary>
    public bool Takes(int rows) => (long)rows * _network.Layout.ParameterCount <= Work;

    /// <inheritdoc cref="Backpropagation.Propagate"/>
    public double Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows, double totalLoss)
    {
        if (rows > Capacity)
        {
            Reserve(rows);
        }

        ReadOnlySpan<float> parameters = _network.Parameters;
        Span<float> activations = _activations.Span;
        Span<float> deltas = _deltas.Span;
        Span<double> losses = _losses.AsSpan(0, rows);
        KernelSet.Best.ForwardSmall(_layers, parameters, samples, activations, Capacity);
        EvaluateOutputs(activations, targets, deltas, losses);
        KernelSet.Best.BackwardSmall(_layers, parameters, activations, deltas, rows, Capacity);
        return TotalLoss.Add(totalLoss, losses);
    }

    /// <summary>The parameters' gradient, summed over the samples.</summary>
    public void Differentiate(ReadOnlySpan<float> samples, Span<float> gradient, GradientMode mode) =>
        KernelSet.Best.GradientSmall(_layers, samples, _activations.Span, _deltas.Span, gradient, Capacity, mode);

    /// <summary>The last layer's rows, which lie side by side, and the room behind them.</summary>
    private void EvaluateOutputs(Span<float> activations, ReadOnlySpan<float> targets, Span<float> deltas, Span<double> losses)
    {
        ReadOnlySpan<LayerLayout> layers = _layers.Layers;
        int offset = (int)SmallLayers.Offset(layers.Length - 1, Capacity);
        OutputGradient.Evaluate(
            _loss,
            layers[^1].Activation,
            activations[offset..],
            targets,
            deltas[offset..],
            losses,
            _layers.Outputs);
    }

    [MemberNotNull(nameof(_activations), nameof(_deltas))]
    private void Reserve(int rows)
    {
        int length = checked((int)_layers.Length(rows));
        _activations = new AlignedBuffer(length);
        _deltas = new AlignedBuffer(length);
        _losses = new double[rows];
    }
}
