namespace MlpFast.Kernels;

/// <summary>The squared error of outputs and its gradient, in one pass.</summary>
internal static class SquaredError
{
    /// <summary>
    /// Adds to <paramref name="total"/> each row's <paramref name="valueScale"/> · Σ (ŷ − y)², and sets the gradients to
    /// <paramref name="gradientScale"/> · (ŷ − y).
    /// </summary>
    /// <returns>The total, formed in double: a row's columns in ascending order, then the rows.</returns>
    public static double Evaluate(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> gradients,
        int columns,
        double valueScale,
        float gradientScale,
        double total)
    {
        Bounds.Require(targets.Length, outputs.Length);
        Bounds.Require(gradients.Length, outputs.Length);
        for (int start = 0; start < outputs.Length; start += columns)
        {
            double sum = 0;
            for (int i = start; i < start + columns; i++)
            {
                float difference = outputs[i] - targets[i];
                gradients[i] = gradientScale * difference;
                sum += (double)difference * difference;
            }

            total += valueScale * sum;
        }

        return total;
    }
}
