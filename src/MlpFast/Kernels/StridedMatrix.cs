namespace MlpFast.Kernels;

/// <summary>A row-major matrix or the transpose of one, read in place.</summary>
internal readonly ref struct StridedMatrix
{
    private StridedMatrix(ReadOnlySpan<float> elements, int rows, int columns, int rowStride, int columnStride)
    {
        long last = ((rows - 1L) * rowStride) + ((columns - 1L) * columnStride);
        Bounds.Require(elements.Length, rows > 0 && columns > 0 ? last + 1 : 0);
        Elements = elements;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    public ReadOnlySpan<float> Elements { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    /// <summary>A row-major matrix [rows × columns].</summary>
    public static StridedMatrix RowMajor(ReadOnlySpan<float> elements, int rows, int columns) => new(elements, rows, columns, columns, 1);

    /// <summary>A row [1 × columns] that has the same element everywhere.</summary>
    public static StridedMatrix RowOf(ref readonly float element, int columns) =>
        new(new ReadOnlySpan<float>(in element), rows: 1, columns, rowStride: 0, columnStride: 0);

    /// <summary>The transpose of this matrix, with no copy.</summary>
    public StridedMatrix Transposed() => new(Elements, Columns, Rows, ColumnStride, RowStride);

    /// <summary>So many rows of this matrix, with no copy.</summary>
    public StridedMatrix Slice(int firstRow, int rows)
    {
        Bounds.Require(Rows, (long)firstRow + rows);
        return new(Elements[(firstRow * RowStride)..], rows, Columns, RowStride, ColumnStride);
    }

    /// <summary>So many columns of this matrix, with no copy.</summary>
    public StridedMatrix SliceColumns(int firstColumn, int columns)
    {
        Bounds.Require(Columns, (long)firstColumn + columns);
        return new(Elements[(firstColumn * ColumnStride)..], Rows, columns, RowStride, ColumnStride);
    }
}
