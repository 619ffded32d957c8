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

    /// <summary>Number of rows; without a division for a lone one, which is what has to be fast.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last one is not whole.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WholeRows(int length, int columns)
    {
        int rows = length == columns ? 1 : length / columns;
        if (rows * columns != length)
        {
            ThrowRest(length, columns);
        }

        return rows;
    }

    /// <summary>A span holds so many rows, so many floats apart, that do not overlap.</summary>
    public static void RequireRows(int length, int rows, int columns, int stride)
    {
        if (rows < 0 || stride < columns)
        {
            ThrowLayout(rows, columns, stride);
        }

        Require(length, rows == 0 ? 0 : ((rows - 1L) * stride) + columns);
    }

    /// <summary>Two matrices have as many rows.</summary>
    public static void RequireSameRows(int rows, int expected)
    {
        if (rows != expected)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"Expected {expected} rows.");
        }
    }

    /// <summary>Two matrices have the same sizes, and their rows lie as far apart.</summary>
    public static void RequireSameLayout(in ReadOnlyMatrix matrix, in ReadOnlyMatrix expected)
    {
        if (matrix.Rows != expected.Rows || matrix.Columns != expected.Columns || matrix.Stride != expected.Stride)
        {
            throw new ArgumentOutOfRangeException(
                nameof(matrix),
                $"Expected {expected.Rows} × {expected.Columns} elements with a stride of {expected.Stride}, but got "
                + $"{matrix.Rows} × {matrix.Columns} with one of {matrix.Stride}.");
        }
    }

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
    private static void ThrowRest(int length, int columns) =>
        throw new ArgumentOutOfRangeException(nameof(length), length, $"Expected a multiple of {columns} elements.");

    [DoesNotReturn]
    private static void ThrowLayout(int rows, int columns, int stride) =>
        throw new ArgumentOutOfRangeException(
            nameof(stride), stride, $"Expected at least 0 rows, but got {rows}, and a stride of at least {columns}.");

    [DoesNotReturn]
    private static void ThrowOutside(int number, int first, int count) =>
        throw new ArgumentOutOfRangeException(nameof(first), first, $"Expected {count} lines from there on within {number}.");

    [DoesNotReturn]
    private static void Throw(int length, long needed) =>
        throw new ArgumentOutOfRangeException(nameof(length), length, $"Expected a span of at least {needed} elements.");
}
