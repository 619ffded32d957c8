using System.Diagnostics.CodeAnalysis;

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
        if (rest != 0)
        {
            ThrowNoMultiple(length, columns, name);
        }

        return rows;
    }

    public static void RequireLength(int length, int rows, int columns, string name)
    {
        if (length != (long)rows * columns)
        {
            ThrowOtherLength(length, rows, columns, name);
        }
    }

    // What throws is apart from what checks, which is inlined that way.
    [DoesNotReturn]
    private static void ThrowNoMultiple(int length, int columns, string name) =>
        throw new ArgumentException($"Expected a multiple of {columns} elements, but got {length}.", name);

    [DoesNotReturn]
    private static void ThrowOtherLength(int length, int rows, int columns, string name) =>
        throw new ArgumentException($"Expected {rows} × {columns} = {(long)rows * columns} elements, but got {length}.", name);
}
