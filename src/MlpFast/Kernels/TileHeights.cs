namespace MlpFast.Kernels;

/// <summary>How the rows of a product are cut into tiles; packed panels of A follow the same cuts.</summary>
internal static class TileHeights
{
    /// <summary>
    /// Two lanes wide, a tile of so many rows has enough independent sums to hide the latency of each: a lower one waits for itself.
    /// </summary>
    private const int Low = 4;

    /// <summary>The height of the next tile, at most <paramref name="tallest"/>, where so many rows are left.</summary>
    public static int Next(int rows, int tallest)
    {
        bool leavesLow = rows > tallest && rows < tallest + Low;
        return leavesLow ? (rows + 1) / 2 : Math.Min(rows, tallest);
    }
}
