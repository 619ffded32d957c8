namespace MlpFast.Kernels;

/// <summary>Cuts rows into nearly equal parts, one a thread, at multiples of the tallest tile where there are enough of them.</summary>
internal static class Partition
{
    private const int Unit = 12;

    /// <summary>The rows of one part; none where there are more parts than rows.</summary>
    public static (int First, int Count) Part(int rows, int part, int parts)
    {
        if (parts == 1)
        {
            return (0, rows);
        }

        int unit = rows >= Unit * parts ? Unit : 1;
        int units = ((rows - 1) / unit) + 1;
        int first = Math.Min(rows, (int)((long)units * part / parts) * unit);
        int end = Math.Min(rows, (int)((long)units * (part + 1) / parts) * unit);
        return (first, end - first);
    }
}
