namespace MlpFast.Kernels;

/// <summary>How far apart rows are laid that a tile reads side by side, so that they do not share sets of a first-level cache.</summary>
internal static class RowStride
{
    /// <summary>Rows so many floats apart, or a multiple, share few sets of a first-level cache, and a tile's rows evict one another.</summary>
    private const int Aliasing = 512;

    /// <summary>An odd number of cache lines spreads them over all sets.</summary>
    private const int Gap = 3 * CacheLine.Floats;

    /// <summary>Of a batch's activations and δ.</summary>
    public static int Of(int columns) => columns % Aliasing == 0 ? columns + Gap : columns;

    /// <summary>Of a copy: the least odd number of cache lines that holds a row, so that rows begin in all sets in turn.</summary>
    public static int Spreading(int columns) => (((columns + CacheLine.Floats - 1) / CacheLine.Floats) | 1) * CacheLine.Floats;
}
