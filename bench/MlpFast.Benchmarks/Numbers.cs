namespace MlpFast.Benchmarks;

/// <summary>The data of benchmarks.</summary>
internal static class Numbers
{
    /// <summary>Uniform in [−bound, bound), the same for the same seed.</summary>
    public static float[] Uniform(int count, ulong seed, float bound = 1)
    {
        var random = new RandomSource(seed);
        float[] numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
        {
            number = bound * (float)((2 * random.NextDouble()) - 1);
        }

        return numbers;
    }

    /// <summary>Rows that are 1 in a random column and 0 elsewhere; a single column is 0 or 1.</summary>
    public static float[] OneHot(int rows, int columns, ulong seed)
    {
        var random = new RandomSource(seed);
        float[] numbers = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            int chosen = random.Next(Math.Max(columns, 2));
            if (chosen < columns)
            {
                numbers[(row * columns) + chosen] = 1;
            }
        }

        return numbers;
    }
}
