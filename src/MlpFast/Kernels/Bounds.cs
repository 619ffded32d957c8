using System.Diagnostics.CodeAnalysis;

namespace MlpFast.Kernels;

/// <summary>The check in front of every kernel with unchecked memory access: a span holds what its shape says.</summary>
internal static class Bounds
{
    public static void Require(int length, long needed)
    {
        if (length < needed)
        {
            Throw(length, needed);
        }
    }

    [DoesNotReturn]
    private static void Throw(int length, long needed) =>
        throw new ArgumentOutOfRangeException(nameof(length), length, $"Expected a span of at least {needed} elements.");
}
