namespace MlpFast.Cli;

/// <summary>A table in memory: the features, row-major [Count × FeatureCount], and the target if it was asked for.</summary>
internal sealed record DataSet(int Count, int FeatureCount, float[] Features, Target? Target)
{
    /// <summary>
    /// Reads the columns given. A first pass checks every cell and counts the rows, a second one fills arrays of exactly the right size: a
    /// malformed file is found out before anything of its size is allocated.
    /// </summary>
    public static DataSet Read(CsvTable table, int[] features, TargetReader? target)
    {
        int count = Check(table, features, target);
        if (count == 0)
        {
            throw new UserErrorException($"{table.Source.Name}: expected at least one row of data, but there is only the header.");
        }

        if ((long)count * features.Length > Array.MaxLength)
        {
            throw new UserErrorException(
                $"{table.Source.Name}: expected at most {Array.MaxLength} features in all, but got {count} × {features.Length}.");
        }

        float[] values = new float[count * features.Length];
        target?.Start(count);
        using CsvRows rows = table.ReadRows();
        int read = 0;
        for (; read < count && rows.Read(); read++)
        {
            for (int i = 0; i < features.Length; i++)
            {
                values[(read * features.Length) + i] = rows.Number(features[i]);
            }

            target?.Add(rows);
        }

        return read == count && !rows.Read()
            ? new DataSet(count, features.Length, values, target?.Finish())
            : throw new UserErrorException($"{table.Source.Name}: expected {count} rows as before, but the file has changed since.");
    }

    /// <summary>The features of the rows given, row-major.</summary>
    public float[] Select(int[] rows)
    {
        float[] selected = new float[rows.Length * FeatureCount];
        for (int i = 0; i < rows.Length; i++)
        {
            Features.AsSpan(rows[i] * FeatureCount, FeatureCount).CopyTo(selected.AsSpan(i * FeatureCount));
        }

        return selected;
    }

    private static int Check(CsvTable table, int[] features, TargetReader? target)
    {
        using CsvRows rows = table.ReadRows();
        int count = 0;
        while (rows.Read())
        {
            foreach (int column in features)
            {
                rows.Number(column);
            }

            target?.Check(rows);
            count++;
        }

        return count;
    }
}
