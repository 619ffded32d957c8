using MlpFast.Kernels;

namespace MlpFast;

/// <summary>A loss and its gradient with respect to the logits of a network's outputs: δ of the last layer.</summary>
internal static class OutputGradient
{
    /// <summary>
    /// Each row's loss and δ. Outputs, targets and δ are [rows × columns], and there may be room behind the outputs and δ, for full lanes;
    /// outputs that are a softmax's come as their logits.
    /// </summary>
    public static void Evaluate(
        Loss loss,
        Activation activation,
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<double> losses,
        int columns)
    {
        if (losses.IsEmpty)
        {
            return;
        }

        if (loss == Loss.CrossEntropy)
        {
            KernelSet.Best.CrossEntropy(outputs[..targets.Length], targets, delta[..targets.Length], losses);
            return;
        }

        (double valueScale, float gradientScale) = loss == Loss.HalfMeanSquaredError ? (0.5 / columns, 1) : (1.0 / columns, 2f / columns);
        KernelSet.Best.SquaredError(outputs, targets, delta, losses, valueScale, gradientScale, activation);
    }
}
