namespace MlpFast.Kernels;

/// <summary>One thread's share of a product: so much of the whole as one of so many parts.</summary>
/// <param name="Part">From 0.</param>
/// <param name="Parts">At least 1.</param>
internal readonly record struct Share(int Part, int Parts)
{
    /// <summary>Columns that are cut off together: a panel of the widest tile, whatever the width of vectors.</summary>
    private const int ColumnUnit = 32;

    /// <summary>With so many columns a part it is columns that are shared out: no thread then reads what of B another one reads.</summary>
    private const int ColumnsThatPay = 128;

    /// <summary>With so many rows a part it is rows all the same: no thread then copies what of A another one copies.</summary>
    private const int RowsThatPay = 512;

    public static Share Whole => new(0, 1);

    /// <summary>Whether it is rows that are shared out of a matrix, [rows × columns].</summary>
    public static bool IsOfRows(int rows, int columns, int parts) =>
        parts == 1 || columns < ColumnsThatPay * parts || rows >= RowsThatPay * parts;

    /// <summary>The share of a matrix, [rows × columns].</summary>
    public Region Of(int rows, int columns)
    {
        if (IsOfRows(rows, columns, Parts))
        {
            (int firstRow, int count) = Partition.Part(rows, Part, Parts);
            return new Region(firstRow, count, 0, columns);
        }

        (int first, int columnCount) = Partition.Part(columns, ColumnUnit, Part, Parts);
        return new Region(0, rows, first, columnCount);
    }
}

/// <summary>Some rows and columns of a matrix.</summary>
internal readonly record struct Region(int FirstRow, int Rows, int FirstColumn, int Columns)
{
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>Of how many runs of adjacent elements the region consists: one where it has whole rows with no gaps between them.</summary>
    public int Runs(int stride) => IsEmpty ? 0 : IsOneRun(stride) ? 1 : Rows;

    public Range Run(int run, int stride)
    {
        int start = Offset(stride) + (run * stride);
        return start..(start + (IsOneRun(stride) ? Rows * stride : Columns));
    }

    private bool IsOneRun(int stride) => Columns == stride;

    /// <summary>Where the region begins in a matrix whose rows are so many floats apart.</summary>
    private int Offset(int stride) => (FirstRow * stride) + FirstColumn;
}
