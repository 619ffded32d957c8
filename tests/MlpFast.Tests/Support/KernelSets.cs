using MlpFast.Kernels;

namespace MlpFast.Tests.Support;

/// <summary>What tests do with a kernel set beside calling it.</summary>
internal static class KernelSets
{
    /// <summary>Every activation that works on one logit at a time.</summary>
    public static readonly Activation[] ElementWise = [.. Problems.Hidden];

    /// <summary>
    /// f(z) for each of many logits: the forward pass of one sample that is 0, through weights of −0, with z for biases. 0 · −0 + z is
    /// exactly z, whatever z is.
    /// </summary>
    public static float[] Activate(this KernelSet kernels, ReadOnlySpan<float> z, Activation activation)
    {
        float[] weights = new float[z.Length];
        Array.Fill(weights, -0f);
        float[] a = new float[z.Length];
        kernels.Forward(new([0f], 1), weights, z, new(a, z.Length), activation, Share.Whole);
        return a;
    }
}
