using System.Numerics.Tensors;

namespace MlpFast.Kernels;

/// <summary>db = Σ δ over the rows, in ascending order.</summary>
internal static class BiasGradient
{
    /// <summary>δ [rows × outputs], db [outputs].</summary>
    public static void Sum(ReadOnlySpan<float> delta, Span<float> gradient, GradientMode mode)
    {
        if (mode == GradientMode.Overwrite)
        {
            gradient.Clear();
        }

        for (; !delta.IsEmpty; delta = delta[gradient.Length..])
        {
            TensorPrimitives.Add(gradient, delta[..gradient.Length], gradient);
        }
    }
}
