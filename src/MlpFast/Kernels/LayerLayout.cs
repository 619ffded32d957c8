namespace MlpFast.Kernels;

/// <summary>
/// One dense layer: its sizes, the place of its parameters in a flat span (weights, then biases), and its steps forward and backward.
/// </summary>
/// <param name="Inputs">Size of x.</param>
/// <param name="Outputs">Size of a.</param>
/// <param name="Activation">f.</param>
/// <param name="Offset">Where the layer's parameters begin.</param>
internal readonly record struct LayerLayout(int Inputs, int Outputs, Activation Activation, int Offset)
{
    public int WeightCount => Inputs * Outputs;

    /// <summary>Where the biases begin. Stored, since to multiply takes a good part of a small prediction.</summary>
    public int BiasOffset { get; } = Offset + (Inputs * Outputs);

    public Span<float> Weights(Span<float> parameters) => parameters.Slice(Offset, WeightCount);

    public Span<float> Biases(Span<float> parameters) => parameters.Slice(BiasOffset, Outputs);

    /// <summary>a = f(x·W + b) for a batch: x [rows × inputs], a [rows × outputs]. For softmax it stops at the logits.</summary>
    public void Forward(Span<float> parameters, in ReadOnlyMatrix x, in Matrix a, Share share) =>
        KernelSet.Best.Forward(x, Weights(parameters), Biases(parameters), a, Activation, share);

    /// <summary>
    /// dW and db of a batch, from its inputs x and the gradient δ with respect to its logits. A thread computes its share of
    /// the rows of dW, and the first one db as well.
    /// </summary>
    public void ParameterGradient(in ReadOnlyMatrix x, in ReadOnlyMatrix delta, Span<float> gradient, GradientMode mode, Share share)
    {
        (int first, int count) = Partition.Part(Inputs, share.Part, share.Parts);
        if (count > 0)
        {
            Span<float> rows = Weights(gradient).Slice(first * Outputs, count * Outputs);
            KernelSet.Best.WeightGradient(x, delta, rows, first, mode);
        }

        if (share.Part == 0)
        {
            KernelSet.Best.BiasGradient(delta, Biases(gradient), mode);
        }
    }

    /// <summary>
    /// W ← W + step · dW and b ← b + step · db, with the gradient of a batch that <see cref="ParameterGradient"/> would store, in the same shares.
    /// </summary>
    public void Descend(Span<float> parameters, in ReadOnlyMatrix x, in ReadOnlyMatrix delta, float step, Share share)
    {
        (int first, int count) = Partition.Part(Inputs, share.Part, share.Parts);
        if (count > 0)
        {
            Span<float> rows = Weights(parameters).Slice(first * Outputs, count * Outputs);
            KernelSet.Best.DescendWeights(x, delta, rows, first, step);
        }

        if (share.Part == 0)
        {
            KernelSet.Best.DescendBiases(delta, Biases(parameters), step);
        }
    }

    /// <summary>dx = δ·Wᵀ of a batch.</summary>
    public void InputGradient(Span<float> parameters, in ReadOnlyMatrix delta, in Matrix inputGradient, Share share) =>
        KernelSet.Best.InputGradient(delta, Weights(parameters), inputGradient, share);
}
