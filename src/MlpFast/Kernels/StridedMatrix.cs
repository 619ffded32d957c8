namespace MlpFast.Kernels;

/// <summary>The left factor of a matrix product, read one element at a time and therefore as fast transposed as not.</summary>
internal readonly ref struct StridedMatrix
{
    private StridedMatrix(ReadOnlySpan<float> elements, int rows, int columns, int rowStride, int columnStride)
    {
        Bounds.Require(elements.Length, (long)rows * columns);
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

    /// <summary>The transpose, [columns × rows], of a row-major matrix [rows × columns], with no copy.</summary>
    public static StridedMatrix Transposed(ReadOnlySpan<float> elements, int rows, int columns) => new(elements, columns, rows, 1, columns);
}
