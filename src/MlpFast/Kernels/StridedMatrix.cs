namespace MlpFast.Kernels;

/// <summary>A row-major matrix or the transpose of one, in memory that the caller has pinned, read in place.</summary>
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
    public static StridedMatrix Of(float* elements, in ReadOnlyMatrix matrix) =>
        new(elements, matrix.Rows, matrix.Columns, matrix.Stride, columnStride: 1);

    /// <summary>A row [1 × columns] that has the same pinned element everywhere.</summary>
    public static StridedMatrix RowOf(float* element, int columns) => new(element, rows: 1, columns, rowStride: 0, columnStride: 0);

    /// <summary>The transpose of this matrix, with no copy.</summary>
    public StridedMatrix Transposed() => new(Elements, Columns, Rows, ColumnStride, RowStride);

    /// <summary>So many rows of this matrix, with no copy.</summary>
    public StridedMatrix Slice(int firstRow, int rows)
    {
        Bounds.RequireWithin(Rows, firstRow, rows);
        return new(Elements + (firstRow * (nint)RowStride), rows, Columns, RowStride, ColumnStride);
    }

    /// <summary>So many columns of this matrix, with no copy.</summary>
    public StridedMatrix SliceColumns(int firstColumn, int columns)
    {
        Bounds.RequireWithin(Columns, firstColumn, columns);
        return new(Elements + (firstColumn * (nint)ColumnStride), Rows, columns, RowStride, ColumnStride);
    }
}
