namespace MlpFast.Kernels;

/// <summary>Cuts a length into nearly equal parts, one a thread.</summary>
internal static class Partition
{
    /// <summary>The rows of one part; none where there are more parts than rows. Tiles adapt to any number of rows.</summary>
    public static (int First, int Count) Part(int rows, int part, int parts) => Part(rows, unit: 1, part, parts);

    /// <summary>One part of a length, cut at multiples of a unit; none where there are more parts than units.</summary>
    public static (int First, int Count) Part(int length, int unit, int part, int parts)
    {
        if (parts == 1)
        {
            return (0, length);
        }

        long units = ((length - 1L) / unit) + 1;
        int first = (int)Math.Min(length, units * part / parts * unit);
        int end = (int)Math.Min(length, units * (part + 1) / parts * unit);
        return (first, end - first);
    }
}
