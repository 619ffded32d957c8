using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The check in front of every kernel with unchecked memory access, that a span holds what its shape says; and what a span holds.</summary>
internal static class Bounds
{
    public static void Require(int length, long needed)
    {
        if (length < needed)
        {
            Throw(length, needed);
        }
    }

    /// <summary>Number of whole rows; without a division for a lone one, which is what has to be fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows(int length, int columns) => length == columns ? 1 : length / columns;

    /// <summary>The columns of A are the rows of B.</summary>
    public static void RequireSameDepth(int columnsOfA, int rowsOfB)
    {
        if (columnsOfA != rowsOfB)
        {
            throw new ArgumentOutOfRangeException(nameof(rowsOfB), rowsOfB, $"Expected {columnsOfA} rows of B, the number of columns of A.");
        }
    }

    /// <summary>So many of something from a first one on lie within a number of them.</summary>
    public static void RequireWithin(int number, int first, int count)
    {
        if (first < 0 || count < 0 || (long)first + count > number)
        {
            ThrowOutside(number, first, count);
        }
    }

    [DoesNotReturn]
    private static void ThrowOutside(int number, int first, int count) =>
        throw new ArgumentOutOfRangeException(nameof(first), first, $"Expected {count} lines from there on within {number}.");

    [DoesNotReturn]
    private static void Throw(int length, long needed) =>
        throw new ArgumentOutOfRangeException(nameof(length), length, $"Expected a span of at least {needed} elements.");
}
