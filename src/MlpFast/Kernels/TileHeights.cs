namespace MlpFast.Kernels;

/// <summary>How the rows of a product are cut into tiles.</summary>
internal static class TileHeights
{
    /// <summary>
    /// The height of the next tile, at most <paramref name="tallest"/>, where so many rows are left: of the fewest tiles that hold them all,
    /// nearly equal ones, since a low tile has too few sums to hide the latency of each.
    /// </summary>
    public static int Next(int rows, int tallest)
    {
        if (rows <= tallest)
        {
            return rows; // Two divisions would take a noticeable part of the time of a small product.
        }

        int tiles = (rows + tallest - 1) / tallest;
        return (rows + tiles - 1) / tiles;
    }

    /// <summary>
    /// The same for tiles one lane wide, which have registers for twice as many rows. One taller than <paramref name="tallest"/> has an even
    /// number of them.
    /// </summary>
    public static int NextNarrow(int rows, int tallest)
    {
        int height = Next(rows, 2 * tallest);
        if (height <= tallest)
        {
            return height;
        }

        int even = height + (height % 2); // Such tiles are built from pairs of rows.
        return even <= rows ? even : Next(rows, tallest);
    }
}
