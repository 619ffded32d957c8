using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>The check in front of every kernel with unchecked memory access, that a span holds what its shape says; and what a span holds.</summary>
/// <remarks>Checks of matrices are inlined for the reason given at <see cref="StridedMatrix"/>.</remarks>
internal static class Bounds
{
    public static void Require(int length, long needed)
    {
        if (length < needed)
        {
            Throw(length, needed);
        }
    }

    /// <summary>Whether two spans, neither of them empty, have floats in common. To ask for empty ones would slow down a small prediction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Overlap(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        nint distance = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(first), ref MemoryMarshal.GetReference(second));
        return (nuint)distance < (nuint)first.Length * sizeof(float) || (nuint)(-distance) < (nuint)second.Length * sizeof(float);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
            ThrowRows(rows, expected);
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

    /// <summary>A layer has as many inputs as the layer below has outputs.</summary>
    public static void RequireInputs(int inputs, int expected)
    {
        if (inputs != expected)
        {
            throw new ArgumentOutOfRangeException(nameof(inputs), inputs, $"Expected {expected} inputs, as many as the layer below has outputs.");
        }
    }

    /// <summary>What was laid out for lanes of so many elements is used by such.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLaneWidth(int width, int expected)
    {
        if (width != expected)
        {
            ThrowLaneWidth(width, expected);
        }
    }

    /// <summary>C is [M × N] and row-major, A [M × K] and B [K × N].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireProduct(in StridedMatrix a, in StridedMatrix b, in StridedMatrix c)
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns || c.ColumnStride != 1)
        {
            ThrowProduct(a, b, c);
        }
    }

    /// <summary>So many of something from a first one on lie within a number of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireWithin(int number, int first, int count)
    {
        if (first < 0 || count < 0 || (long)first + count > number)
        {
            ThrowOutside(number, first, count);
        }
    }

    /// <summary>By value: by reference, the matrices of a product would have to stay in memory instead of registers.</summary>
    [DoesNotReturn]
    private static void ThrowProduct(StridedMatrix a, StridedMatrix b, StridedMatrix c) =>
        throw new ArgumentOutOfRangeException(
            nameof(c),
            $"Expected C to be A · B and row-major, but got {c.Rows} × {c.Columns} with columns {c.ColumnStride} apart, and "
            + $"{a.Rows} × {a.Columns} · {b.Rows} × {b.Columns}.");

    [DoesNotReturn]
    private static void ThrowRows(int rows, int expected) =>
        throw new ArgumentOutOfRangeException(nameof(rows), rows, $"Expected {expected} rows.");

    [DoesNotReturn]
    private static void ThrowLaneWidth(int width, int expected) =>
        throw new ArgumentOutOfRangeException(nameof(width), width, $"Expected lanes of {expected} elements.");

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
