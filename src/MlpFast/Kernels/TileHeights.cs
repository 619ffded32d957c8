namespace MlpFast.Kernels;

/// <summary>How the rows of a product are cut into tiles; packed panels of A follow the same cuts.</summary>
internal static class TileHeights
{
    /// <summary>
    /// The height of the next tile, at most <paramref name="tallest"/>, where so many rows are left: of the fewest tiles that hold them all,
    /// nearly equal ones, since a low tile has too few sums to hide the latency of each.
    /// </summary>
    public static int Next(int rows, int tallest)
    {
        int tiles = (rows + tallest - 1) / tallest;
        return (rows + tiles - 1) / tiles;
    }
}
