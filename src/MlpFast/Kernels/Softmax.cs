using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// Softmax and its cross-entropy, row by row. Each row is shifted by its own maximum, so that its largest term is e⁰ = 1 and no row
/// overflows or vanishes.
/// </summary>
internal static class Softmax<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Replaces each row of logits, [rows × columns], by its probabilities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Apply(Span<float> logits, int columns)
    {
        int rows = (logits.Length + columns - 1) / columns;
        Bounds.Require(logits.Length, (long)rows * columns);
        fixed (float* pinned = logits)
        {
            for (int row = 0; row < rows; row++)
            {
                ref float values = ref pinned[row * (nint)columns];
                double sum = ExponentialSum<TLane>.Run(ref values, Maximum(ref values, columns), columns, ref values);
                Normalize(ref values, (float)sum, columns);
            }
        }
    }

    /// <summary>
    /// Sets each row's loss to −Σ yᵢ ln pᵢ = Σ yᵢ (ln Σⱼ e^(zⱼ − max) − (zᵢ − max)), formed in double in ascending order, and the gradient
    /// with respect to its logits z to p − y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses)
    {
        int columns = logits.Length / losses.Length;
        Bounds.Require(targets.Length, logits.Length);
        Bounds.Require(gradients.Length, logits.Length);
        fixed (float* pinnedLogits = logits, pinnedTargets = targets, pinnedGradients = gradients)
        {
            for (int i = 0; i < losses.Length; i++)
            {
                ref float row = ref pinnedLogits[i * (nint)columns];
                ref float target = ref pinnedTargets[i * (nint)columns];
                ref float gradient = ref pinnedGradients[i * (nint)columns];
                float maximum = Maximum(ref row, columns);
                double sum = ExponentialSum<TLane>.Run(ref row, maximum, columns, ref gradient);
                NormalizeAndSubtract(ref gradient, (float)sum, ref target, columns);
                losses[i] = CrossEntropyOfRow(ref row, ref target, columns, maximum, Logarithm.Of(sum));
            }
        }
    }

    /// <summary>The largest value; any where one is NaN, which then reaches all results by way of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe float Maximum(ref float row, int columns)
    {
        if (columns > ExponentialSum<TLane>.Chains)
        {
            return TensorPrimitives.Max(new ReadOnlySpan<float>(Unsafe.AsPointer(ref row), columns));
        }

        float maximum = row;
        for (int i = 1; i < columns; i++)
        {
            float value = Unsafe.Add(ref row, i);
            maximum = value > maximum ? value : maximum;
        }

        return maximum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize(ref float row, float sum, int columns)
    {
        TLane sums = TLane.Splat(sum);
        int i = 0;
        for (; i + TLane.Count <= columns; i += TLane.Count)
        {
            ref float power = ref Unsafe.Add(ref row, i);
            (TLane.Load(ref power) / sums).Store(ref power);
        }

        if (i < columns)
        {
            ref float power = ref Unsafe.Add(ref row, i);
            TLane mask = TLane.First(columns - i);
            (TLane.Load(ref power, mask) / sums).Store(ref power, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NormalizeAndSubtract(ref float row, float sum, ref float target, int columns)
    {
        TLane sums = TLane.Splat(sum);
        int i = 0;
        for (; i + TLane.Count <= columns; i += TLane.Count)
        {
            ref float power = ref Unsafe.Add(ref row, i);
            ((TLane.Load(ref power) / sums) - TLane.Load(ref Unsafe.Add(ref target, i))).Store(ref power);
        }

        if (i < columns)
        {
            ref float power = ref Unsafe.Add(ref row, i);
            TLane mask = TLane.First(columns - i);
            ((TLane.Load(ref power, mask) / sums) - TLane.Load(ref Unsafe.Add(ref target, i), mask)).Store(ref power, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double CrossEntropyOfRow(ref float row, ref float target, int columns, double maximum, double logarithm)
    {
        double loss = 0;
        for (int i = 0; i < columns; i++)
        {
            loss += Unsafe.Add(ref target, i) * (logarithm - (Unsafe.Add(ref row, i) - maximum));
        }

        return loss;
    }
}
