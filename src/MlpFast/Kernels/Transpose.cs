namespace MlpFast.Kernels;

/// <summary>The transpose of a row-major matrix, in square blocks so that both sides stay in the first-level cache.</summary>
internal static class Transpose
{
    private const int BlockSize = 16;

    /// <summary>destination[columns × rows] = sourceᵀ, source being [rows × columns].</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> destination, int rows, int columns)
    {
        for (int row = 0; row < rows; row += BlockSize)
        {
            for (int column = 0; column < columns; column += BlockSize)
            {
                CopyBlock(source, destination, rows, columns, row, column);
            }
        }
    }

    private static void CopyBlock(ReadOnlySpan<float> source, Span<float> destination, int rows, int columns, int row, int column)
    {
        int lastRow = Math.Min(row + BlockSize, rows);
        int width = Math.Min(BlockSize, columns - column);
        for (int i = row; i < lastRow; i++)
        {
            ReadOnlySpan<float> line = source.Slice((i * columns) + column, width);
            int target = (column * rows) + i;
            foreach (float value in line)
            {
                destination[target] = value;
                target += rows;
            }
        }
    }
}
