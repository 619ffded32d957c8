using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// dW = Xᵀ·δ of a narrow layer, computed as its transpose δᵀ·X: the rows of that are as long as the layer has inputs and fill the lanes, as
/// few outputs do not. Each element is the same chain either way.
/// </summary>
internal static class NarrowGradient<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>With fewer samples the copies cost more than full lanes save.</summary>
    private const int SamplesThatPay = 64;

    public static bool Pays(int samples, int inputs, int outputs) =>
        outputs < TLane.Count && inputs >= 2 * TLane.Count && samples >= SamplesThatPay;

    /// <summary>dW, or the same added to it, for all columns of X: X [samples × inputs], δ [samples × outputs], gradient [inputs × outputs].</summary>
    public static void Compute(in StridedMatrix x, in StridedMatrix delta, Span<float> gradient, GradientMode mode)
    {
        int inputs = x.Columns;
        int outputs = delta.Columns;
        Bounds.Require(gradient.Length, (long)inputs * outputs);
        Span<float> transposed = ThreadScratch.TransposedGradient(inputs * outputs);
        if (mode == GradientMode.Accumulate)
        {
            Transpose(gradient, inputs, outputs, transposed);
        }

        MatrixProduct<TLane>.FromGradient(delta.Transposed(), x, transposed, inputs, mode);
        Transpose(transposed, outputs, inputs, gradient);
    }

    /// <summary>W ← W + step · dW.</summary>
    public static void Descend(in StridedMatrix x, in StridedMatrix delta, Span<float> weights, float step)
    {
        Bounds.Require(weights.Length, (long)x.Columns * delta.Columns);
        Span<float> gradient = ThreadScratch.NarrowGradient(x.Columns * delta.Columns);
        Compute(x, delta, gradient, GradientMode.Overwrite);
        TensorPrimitives.FusedMultiplyAdd(gradient, step, weights[..gradient.Length], weights);
    }

    /// <summary>[rows × columns] → [columns × rows].</summary>
    private static void Transpose(ReadOnlySpan<float> matrix, int rows, int columns, Span<float> destination) =>
        Packing<TLane>.Panel(
            ref MemoryMarshal.GetReference(matrix),
            lineStride: columns,
            depthStride: 1,
            lines: rows,
            depth: columns,
            width: rows,
            ref MemoryMarshal.GetReference(destination));
}
