using System.Numerics.Tensors;

namespace MlpFast.Kernels;

/// <summary>
/// Softmax and its cross-entropy, row by row. Each row is shifted by its own maximum, so that its largest term is e⁰ = 1 and no row
/// overflows or vanishes; its sum is formed in double, in ascending order.
/// </summary>
internal static class Softmax<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Replaces each row of logits, [rows × columns], by its probabilities.</summary>
    public static void Apply(Span<float> logits, int columns)
    {
        for (; !logits.IsEmpty; logits = logits[columns..])
        {
            Span<float> row = logits[..columns];
            double sum = Exponentials(row, TensorPrimitives.Max(row), row);
            TensorPrimitives.Divide(row, (float)sum, row);
        }
    }

    /// <summary>
    /// Sets each row's loss to −Σ yᵢ ln pᵢ = Σ yᵢ (ln Σⱼ e^(zⱼ − max) − (zᵢ − max)), and the gradient with respect to its logits z to
    /// p − y.
    /// </summary>
    public static void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses)
    {
        int columns = logits.Length / losses.Length;
        Bounds.Require(targets.Length, logits.Length);
        Bounds.Require(gradients.Length, logits.Length);
        for (int i = 0; i < losses.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * columns, columns);
            ReadOnlySpan<float> target = targets.Slice(i * columns, columns);
            Span<float> gradient = gradients.Slice(i * columns, columns);
            float maximum = TensorPrimitives.Max(row);
            double sum = Exponentials(row, maximum, gradient);
            TensorPrimitives.Divide(gradient, (float)sum, gradient);
            TensorPrimitives.Subtract(gradient, target, gradient);
            losses[i] = CrossEntropyOfRow(row, target, maximum, Logarithm.Of(sum));
        }
    }

    private static double Exponentials(ReadOnlySpan<float> row, float maximum, Span<float> destination)
    {
        ElementWise<TLane>.ShiftedExponential(row, maximum, destination);
        double sum = 0;
        foreach (float value in destination)
        {
            sum += value;
        }

        return sum;
    }

    private static double CrossEntropyOfRow(ReadOnlySpan<float> row, ReadOnlySpan<float> target, float maximum, double logarithm)
    {
        double loss = 0;
        for (int i = 0; i < row.Length; i++)
        {
            loss += target[i] * (logarithm - ((double)row[i] - maximum));
        }

        return loss;
    }
}
