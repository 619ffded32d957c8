namespace MlpFast;

/// <summary>The checks at the door: every public entry point validates its spans here before anything is read or written.</summary>
internal static class Shape
{
    /// <summary>Number of rows in a row-major matrix of the given length.</summary>
    public static int CountRows(int length, int columns, string name)
    {
        if (length == columns)
        {
            return 1; // Without a division: a lone sample is what has to be fast.
        }

        (int rows, int rest) = Math.DivRem(length, columns);
        return rest == 0
            ? rows
            : throw new ArgumentException($"Expected a multiple of {columns} elements, but got {length}.", name);
    }

    public static void RequireLength(int length, int rows, int columns, string name)
    {
        if (length != (long)rows * columns)
        {
            throw new ArgumentException($"Expected {rows} × {columns} = {(long)rows * columns} elements, but got {length}.", name);
        }
    }
}
