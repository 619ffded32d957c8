namespace MlpFast;

/// <summary>How many samples pass through a network together: enough to keep the kernels busy, few enough for memory.</summary>
internal static class RowBlock
{
    /// <summary>A multiple of every tile's height; the weights are then read once for so many samples.</summary>
    public const int MaxRows = 264;

    /// <summary>64 MiB; only layers of more than 60,000 units come up against it.</summary>
    private const int MaxFloats = 1 << 24;

    /// <summary>Samples a block, where each takes so many floats.</summary>
    public static int RowsOf(long floatsPerRow) => (int)Math.Clamp(MaxFloats / floatsPerRow, 1, MaxRows);
}
