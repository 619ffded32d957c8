using System.Numerics.Tensors;

namespace MlpFast.Kernels;

/// <summary>
/// dW = Xᵀ·δ of a narrow layer, and a step of descent along it, computed as its transpose δᵀ·X: the rows of that are as long as the layer has
/// inputs and fill the lanes, as few outputs do not. Each element is the same chain either way.
/// </summary>
internal static class NarrowGradient<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>With fewer samples the copies cost more than full lanes save.</summary>
    private const int SamplesThatPay = 64;

    public static bool Pays(int samples, int inputs, int outputs) =>
        outputs < TLane.Count && inputs >= 2 * TLane.Count && samples >= SamplesThatPay;

    /// <summary>dW, or the same added to it, for all columns of X: X [samples × inputs], δ [samples × outputs], gradient [inputs × outputs].</summary>
    public static unsafe void Compute(in StridedMatrix x, in StridedMatrix delta, Span<float> gradient, GradientMode mode)
    {
        int inputs = x.Columns;
        int outputs = delta.Columns;
        Bounds.Require(gradient.Length, (long)inputs * outputs);
        Span<float> transposed = ThreadScratch.TransposedGradient(inputs * outputs);
        fixed (float* pinned = gradient, pinnedTransposed = transposed)
        {
            StridedMatrix product = StridedMatrix.Of(pinnedTransposed, transposed, outputs, inputs);
            if (mode == GradientMode.Accumulate)
            {
                Transpose(pinned, inputs, outputs, pinnedTransposed);
            }

            MatrixProduct<TLane>.FromGradient(delta.Transposed(), x, product, mode);
            Transpose(pinnedTransposed, outputs, inputs, pinned);
        }
    }

    /// <summary>W ← W + step · dW.</summary>
    public static void Descend(in StridedMatrix x, in StridedMatrix delta, Span<float> weights, float step)
    {
        Bounds.Require(weights.Length, (long)x.Columns * delta.Columns);
        Span<float> gradient = ThreadScratch.NarrowGradient(x.Columns * delta.Columns);
        Compute(x, delta, gradient, GradientMode.Overwrite);
        TensorPrimitives.FusedMultiplyAdd(gradient, step, weights[..gradient.Length], weights);
    }

    /// <summary>[rows × columns] → [columns × rows], pinned.</summary>
    private static unsafe void Transpose(float* matrix, int rows, int columns, float* destination) =>
        Packing.Panel(ref *matrix, lineStride: columns, lines: rows, depth: columns, width: rows, ref *destination);
}
