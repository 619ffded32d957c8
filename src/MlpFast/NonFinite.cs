using System.Numerics.Tensors;

namespace MlpFast;

/// <summary>Finds the numbers that are NaN or infinite.</summary>
internal static class NonFinite
{
    /// <summary>Index of the first such value, or −1.</summary>
    public static int IndexIn(ReadOnlySpan<float> values)
    {
        if (TensorPrimitives.IsFiniteAll(values))
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
}
