using System.Runtime.CompilerServices;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>A multilayer perceptron: an immutable architecture of dense layers over one flat buffer of parameters.</summary>
/// <remarks>
/// <para>
/// Parameters lie layer after layer: the weights W, row-major [inputs × outputs], then the biases b, [outputs]. A layer computes
/// f(x·W + b) for a row vector x.
/// </para>
/// <para>
/// Predictions may run on any number of threads at once, take no lock, and allocate nothing once a thread has made its first. Each
/// computes on the thread that calls it; a <see cref="Predictor"/> shares a batch out among several. Writing parameters (through a span,
/// <see cref="Initialize(ulong)"/> or a <see cref="Trainer"/>) while another thread predicts is a race.
/// </para>
/// </remarks>
public sealed class Network
{
    private readonly AlignedBuffer _parameters;

    /// <summary>
    /// Creates a network and initializes it as <see cref="Initialize(ulong)"/> does with seed 0.
    /// </summary>
    /// <param name="inputs">Number of features of a sample, at least 1.</param>
    /// <param name="layers">The dense layers from first to last, at least one.</param>
    /// <exception cref="ArgumentException">There is no layer, or a layer before the last has a softmax.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is below 1, an activation is undefined, or there would be more parameters than an array can hold.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">MLPFAST_KERNELS names kernels that this machine does not have.</exception>
    public Network(int inputs, params ReadOnlySpan<Dense> layers)
        : this(inputs, layers.ToArray()) => Initialize(seed: 0);

    private Network(int inputs, Dense[] layers)
    {
        KernelSet.RequireSupported();
        Layers = Array.AsReadOnly(layers);
        Layout = new ParameterLayout(inputs, layers);
        _parameters = new AlignedBuffer(Layout.ParameterCount);
    }

    /// <summary>Number of features of a sample.</summary>
    public int Inputs => Layout.Inputs;

    /// <summary>Number of outputs: the size of the last layer.</summary>
    public int Outputs => Layout.Outputs;

    /// <summary>The dense layers from first to last.</summary>
    public IReadOnlyList<Dense> Layers { get; }

    /// <summary>All parameters, in the order that the remarks of <see cref="Network"/> give. Writable.</summary>
    public Span<float> Parameters => _parameters.Span;

    internal ParameterLayout Layout { get; }

    /// <summary>The parameters, and room to load a full lane behind them.</summary>
    internal ReadOnlySpan<float> ParametersWithRoom => _parameters.SpanWithRoom;

    /// <summary>A network whose parameters are zero, for a caller that sets them all.</summary>
    internal static Network Zero(int inputs, Dense[] layers) => new(inputs, layers);

    /// <summary>The weights of a layer, row-major [inputs × outputs]. Writable.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    /// <returns>A span over this network's own parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public Span<float> Weights(int layer) => Layout[layer].Weights(Parameters);

    /// <summary>The biases of a layer, [outputs]. Writable.</summary>
    /// <param name="layer">Index of the layer, from 0.</param>
    /// <returns>A span over this network's own parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public Span<float> Biases(int layer) => Layout[layer].Biases(Parameters);

    /// <summary>
    /// Draws every parameter anew: layer after layer, the weights in row-major order and then the biases. The generator is xoshiro256**,
    /// its state filled by SplitMix64; a uniform deviate takes the upper 53 bits of one number, a pair of normal deviates comes from the
    /// polar method. The same seed gives the same parameters on every machine and .NET version.
    /// </summary>
    /// <param name="weights">Distribution of the weights.</param>
    /// <param name="biases">Distribution of the biases.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentNullException">A distribution is <see langword="null"/>.</exception>
    public void Initialize(Initializer weights, Initializer biases, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(biases);
        Draw(_ => weights, biases, seed);
    }

    /// <summary>
    /// Draws every parameter anew, as <see cref="Initialize(Initializer, Initializer, ulong)"/>: weights in front of a ReLU by
    /// <see cref="Initializer.He"/>, other weights by <see cref="Initializer.Glorot"/>, biases zero.
    /// </summary>
    /// <param name="seed">Any number.</param>
    public void Initialize(ulong seed) =>
        Draw(activation => activation == Activation.ReLU ? Initializer.He : Initializer.Glorot, Initializer.Zeros, seed);

    /// <summary>Computes the outputs of one sample or of a batch of samples. A sample's outputs do not depend on the rest of the batch.</summary>
    /// <param name="samples">Row-major [samples × <see cref="Inputs"/>], any number of samples.</param>
    /// <param name="destination">Receives the outputs, row-major [samples × <see cref="Outputs"/>].</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or <paramref name="destination"/> overlaps <paramref name="samples"/> or the parameters.
    /// </exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (!Inference.TryPredictSmall(this, samples, destination))
        {
            PredictBatch(samples, destination);
        }
    }

    /// <summary>The class of one sample: the index of its largest output, the lowest of equal ones; NaN counts as largest.</summary>
    /// <param name="sample">The features, [<see cref="Inputs"/>].</param>
    /// <returns>The index, from 0.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public int PredictClass(ReadOnlySpan<float> sample)
    {
        Shape.RequireLength(sample.Length, 1, Inputs, nameof(sample));
        int predicted = 0;
        Inference.PredictClasses(this, sample, new Span<int>(ref predicted));
        return predicted;
    }

    /// <summary>The classes of a batch: for each sample the index of its largest output, the lowest of equal ones; NaN counts as largest.</summary>
    /// <param name="samples">Row-major [samples × <see cref="Inputs"/>].</param>
    /// <param name="destination">Receives an index for each sample.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void PredictClasses(ReadOnlySpan<float> samples, Span<int> destination)
    {
        RequireClasses(samples, destination);
        Inference.PredictClasses(this, samples, destination);
    }

    /// <summary>The check in front of a prediction of outputs.</summary>
    internal void RequireOutputs(ReadOnlySpan<float> samples, Span<float> destination)
    {
        int count = Shape.CountRows(samples.Length, Inputs, nameof(samples));
        Shape.RequireLength(destination.Length, count, Outputs, nameof(destination));
        if (count > 0 && Overlaps(samples, destination))
        {
            throw new ArgumentException(
                "Expected a destination apart from the samples and the parameters, but it overlaps them.", nameof(destination));
        }
    }

    /// <summary>Whether outputs would overwrite what they are computed from; neither span is empty.</summary>
    internal bool Overlaps(ReadOnlySpan<float> samples, ReadOnlySpan<float> destination) =>
        Bounds.Overlap(samples, destination) || _parameters.HoldsStartOf(destination);

    /// <summary>The check in front of a prediction of classes.</summary>
    internal void RequireClasses(ReadOnlySpan<float> samples, Span<int> destination)
    {
        int count = Shape.CountRows(samples.Length, Inputs, nameof(samples));
        Shape.RequireLength(destination.Length, count, 1, nameof(destination));
    }

    /// <summary>Checks, and predicts. Apart from <see cref="Predict"/>, which then needs no registers that it would have to save.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PredictBatch(ReadOnlySpan<float> samples, Span<float> destination)
    {
        RequireOutputs(samples, destination);
        Inference.PredictBlocks(this, samples, destination);
    }

    private void Draw(Func<Activation, Initializer> weights, Initializer biases, ulong seed)
    {
        var random = new RandomSource(seed);
        foreach (LayerLayout layer in Layout.Layers)
        {
            weights(layer.Activation).Fill(layer.Weights(Parameters), random, layer.Inputs, layer.Outputs);
            biases.Fill(layer.Biases(Parameters), random, layer.Inputs, layer.Outputs);
        }
    }
}
