using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// A row-major matrix or the transpose of one, in memory that the caller has pinned. What it is made from has been checked to hold it. Only
/// the C of a product is written.
/// </summary>
/// <remarks>
/// What every product calls is inlined without waiting for a profile: the calls would take a noticeable part of the time of a small one.
/// </remarks>
internal readonly unsafe ref struct StridedMatrix
{
    private StridedMatrix(float* elements, int rows, int columns, int rowStride, int columnStride)
    {
        Elements = elements;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    public float* Elements { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    /// <summary>A matrix whose elements are pinned there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StridedMatrix Of(float* elements, in ReadOnlyMatrix matrix) =>
        new(elements, matrix.Rows, matrix.Columns, matrix.Stride, columnStride: 1);

    /// <summary>A span whose elements are pinned there, as a matrix with no gaps between its rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span does not hold them.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StridedMatrix Of(float* elements, ReadOnlySpan<float> span, int rows, int columns)
    {
        Bounds.RequireRows(span.Length, rows, columns, stride: columns);
        return new(elements, rows, columns, rowStride: columns, columnStride: 1);
    }

    /// <summary>A row [1 × columns] that has the same pinned element everywhere.</summary>
    public static StridedMatrix RowOf(float* element, int columns) => new(element, rows: 1, columns, rowStride: 0, columnStride: 0);

    /// <summary>The transpose of this matrix, with no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StridedMatrix Transposed() => new(Elements, Columns, Rows, ColumnStride, RowStride);

    /// <summary>So many rows of this matrix, with no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StridedMatrix Slice(int firstRow, int rows)
    {
        Bounds.RequireWithin(Rows, firstRow, rows);
        return new(Elements + (firstRow * (nint)RowStride), rows, Columns, RowStride, ColumnStride);
    }

    /// <summary>Some rows and columns of this matrix, with no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StridedMatrix Slice(Region region) =>
        Slice(region.FirstRow, region.Rows).SliceColumns(region.FirstColumn, region.Columns);

    /// <summary>So many columns of this matrix, with no copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StridedMatrix SliceColumns(int firstColumn, int columns)
    {
        Bounds.RequireWithin(Columns, firstColumn, columns);
        return new(Elements + (firstColumn * (nint)ColumnStride), Rows, columns, RowStride, ColumnStride);
    }
}
