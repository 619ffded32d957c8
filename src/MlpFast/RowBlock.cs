namespace MlpFast;

/// <summary>How many samples pass through a network together: enough to keep the kernels busy, few enough for memory.</summary>
internal static class RowBlock
{
    /// <summary>A multiple of every tile's height; the weights are then read once for so many samples.</summary>
    public const int MaxRows = 264;

    /// <summary>The same for each thread of a training step, which between two blocks goes through the whole gradient.</summary>
    public const int MaxTrainedRows = 2 * MaxRows;

    /// <summary>64 MiB: only samples with tens of thousands of inputs or activations, fewer by the number of threads, come up against it.</summary>
    private const int MaxFloats = 1 << 24;

    /// <summary>Samples a block, where each takes so many floats.</summary>
    public static int RowsOf(long floatsPerRow) => RowsOf(floatsPerRow, MaxRows);

    /// <summary>The same of a training step on so many threads.</summary>
    public static int TrainedRowsOf(long floatsPerRow, int threads) => RowsOf(floatsPerRow, (long)MaxTrainedRows * threads);

    private static int RowsOf(long floatsPerRow, long maxRows) => (int)Math.Clamp(MaxFloats / floatsPerRow, 1, maxRows);
}
