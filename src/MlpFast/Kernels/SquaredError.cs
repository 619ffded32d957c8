namespace MlpFast.Kernels;

/// <summary>The squared error of outputs and its gradient, in one pass.</summary>
internal static class SquaredError
{
    /// <summary>
    /// Sets each row's loss to <paramref name="valueScale"/> · Σ (ŷ − y)², formed in double with the columns in ascending order, and the
    /// gradients to <paramref name="gradientScale"/> · (ŷ − y). Outputs ŷ, targets y and gradients are [rows × columns].
    /// </summary>
    public static void Evaluate(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> gradients,
        Span<double> losses,
        double valueScale,
        float gradientScale)
    {
        int columns = outputs.Length / losses.Length;
        Bounds.Require(targets.Length, outputs.Length);
        Bounds.Require(gradients.Length, outputs.Length);
        for (int row = 0; row < losses.Length; row++)
        {
            double sum = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                float difference = outputs[i] - targets[i];
                gradients[i] = gradientScale * difference;
                sum += (double)difference * difference;
            }

            losses[row] = valueScale * sum;
        }
    }
}
