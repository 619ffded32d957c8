namespace MlpFast.Tests.Support;

/// <summary>Arrays of random numbers.</summary>
internal static class RandomData
{
    public static float[] Normal(int length, RandomSource random) => Draw(length, () => (float)random.NextNormal());

    /// <summary>Uniform in [−1, 1).</summary>
    public static float[] Uniform(int length, RandomSource random) => Draw(length, () => (float)((2 * random.NextDouble()) - 1));

    /// <summary>Whole numbers from −8 to 8: sums of thousands of their products are exact in a float.</summary>
    public static float[] Whole(int length, RandomSource random) => Draw(length, () => random.Next(17) - 8);

    /// <summary>[rows × columns], each row non-negative with the sum 1; a single class in about every other row.</summary>
    public static float[] Distributions(int rows, int columns, RandomSource random)
    {
        float[] result = new float[rows * columns];
        for (int start = 0; start < result.Length; start += columns)
        {
            Span<float> row = result.AsSpan(start, columns);
            if (random.Next(2) == 0)
            {
                row[random.Next(columns)] = 1;
                continue;
            }

            double[] weights = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() + 0.01)];
            for (int i = 0; i < columns; i++)
            {
                row[i] = (float)(weights[i] / weights.Sum());
            }
        }

        return result;
    }

    private static float[] Draw(int length, Func<float> next) => [.. Enumerable.Range(0, length).Select(_ => next())];
}
