namespace MlpFast.Kernels;

/// <summary>How far apart the rows of a batch's activations and δ are laid.</summary>
internal static class RowStride
{
    /// <summary>Rows so many floats apart, or a multiple, share few sets of a first-level cache, and a tile's rows evict one another.</summary>
    private const int Aliasing = 512;

    /// <summary>An odd number of cache lines spreads them over all sets.</summary>
    private const int Gap = 3 * CacheLine.Floats;

    public static int Of(int columns) => columns % Aliasing == 0 ? columns + Gap : columns;
}
