using System.Numerics.Tensors;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>Finds the numbers that are NaN or infinite.</summary>
internal static class NonFinite
{
    /// <summary>To start a reduction costs more than it saves on so few.</summary>
    private const int FewValues = 128;

    /// <summary>Index of the first such value, or −1.</summary>
    public static int IndexIn(ReadOnlySpan<float> values)
    {
        if (AreFinite(values))
        {
            return -1;
        }

        int index = 0;
        while (float.IsFinite(values[index]))
        {
            index++;
        }

        return index;
    }

    private static bool AreFinite(ReadOnlySpan<float> values) =>
        values.Length <= FewValues
            ? TensorPrimitives.IsFiniteAll(values)
            : float.IsFinite(KernelSet.Best.LargestMagnitude(values));
}
