namespace MlpFast.Kernels;

/// <summary>How the rows of a product are cut into tiles.</summary>
internal static class TileHeights
{
    /// <summary>
    /// The height of the next tiles, at most <paramref name="tallest"/>, and how many of them follow one another, where so many rows are left: of
    /// the fewest tiles that hold them all, nearly equal ones, since a low tile has too few sums to hide the latency of each.
    /// </summary>
    public static (int Height, int Count) Next(int rows, int tallest)
    {
        if (rows <= tallest)
        {
            return (rows, 1); // Two divisions would take a noticeable part of the time of a small product.
        }

        int tiles = (rows + tallest - 1) / tallest;
        int height = (rows + tiles - 1) / tiles;
        int lower = (tiles * height) - rows;
        return (height, tiles - lower);
    }

    /// <summary>
    /// The same for tiles one lane wide, which have registers for twice as many rows. Those taller than <paramref name="tallest"/> are built from
    /// pairs of rows.
    /// </summary>
    public static (int Height, int Count) NextNarrow(int rows, int tallest)
    {
        bool even = rows % 2 == 0;
        if (rows <= tallest || (rows < 2 * tallest && !even))
        {
            return Next(rows, tallest);
        }

        // The last of an odd number of rows has no partner.
        (int pairs, int count) = Next((rows + 1) / 2, tallest);
        return (2 * pairs, even ? count : Math.Min(count, rows / (2 * pairs)));
    }
}
