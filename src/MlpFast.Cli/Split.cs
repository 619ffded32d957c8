namespace MlpFast.Cli;

/// <summary>The rows to train on and the rows held out, each in the order of the file.</summary>
internal sealed record Split(int[] Training, int[] Test)
{
    /// <summary>
    /// Holds out the fraction asked for, at random but so that every class keeps its share to within one row, and at least one row to train
    /// on. The same seed holds out the same rows on every machine.
    /// </summary>
    /// <param name="classes">For each row its class, from 0; the same for all rows where there are no classes.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="testFraction">From 0 to below 1.</param>
    /// <param name="seed">Any number.</param>
    public static Split Stratified(int[] classes, int classCount, double testFraction, ulong seed)
    {
        List<int>[] rowsByClass = [.. Enumerable.Range(0, classCount).Select(_ => new List<int>())];
        for (int row = 0; row < classes.Length; row++)
        {
            rowsByClass[classes[row]].Add(row);
        }

        bool[] isTest = new bool[classes.Length];
        long seen = 0;
        foreach (List<int> rows in rowsByClass)
        {
            // Rounding the running total, not each share, keeps the sum of the shares right.
            long share = Round(seen + rows.Count, testFraction) - Round(seen, testFraction);
            seen += rows.Count;
            foreach (int row in rows.OrderBy(row => RandomKey(seed, row)).Take((int)Math.Min(share, rows.Count - 1)))
            {
                isTest[row] = true;
            }
        }

        ILookup<bool, int> split = Enumerable.Range(0, classes.Length).ToLookup(row => isTest[row]);
        return new Split([.. split[false]], [.. split[true]]);
    }

    private static long Round(long rows, double fraction) => (long)Math.Round(rows * fraction, MidpointRounding.AwayFromZero);

    /// <summary>A row's number as SplitMix64 scrambles it (G. Steele, D. Lea and C. Flood, 2014).</summary>
    private static ulong RandomKey(ulong seed, int row)
    {
        ulong z = seed + (((ulong)row + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
