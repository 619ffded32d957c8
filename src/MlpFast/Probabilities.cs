using System.Runtime.CompilerServices;

namespace MlpFast;

/// <summary>The check on targets of cross-entropy: its gradient ŷ − y holds only for rows that sum to 1.</summary>
internal static class Probabilities
{
    /// <summary>How far a row's sum may be from 1: well above what rounding to float can do, well below a missing or doubled class.</summary>
    private const double Tolerance = 1e-3;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Require(ReadOnlySpan<float> targets, int columns, string name)
    {
        for (int start = 0; start < targets.Length; start += columns)
        {
            ReadOnlySpan<float> row = targets.Slice(start, columns);
            if (!IsDistribution(row))
            {
                throw Error(row, start / columns, name);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDistribution(ReadOnlySpan<float> row)
    {
        double sum = 0;
        bool isInRange = true;
        foreach (float value in row)
        {
            isInRange &= value >= 0 & value <= 1;
            sum += value;
        }

        return isInRange & Math.Abs(sum - 1) <= Tolerance;
    }

    private static ArgumentException Error(ReadOnlySpan<float> row, int index, string name)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] is not (>= 0 and <= 1))
            {
                return new ArgumentException($"Expected targets in [0, 1], but that of sample {index}, class {i} is {row[i]}.", name);
            }

            sum += row[i];
        }

        return new ArgumentException($"Expected targets that sum to 1, but those of sample {index} sum to {sum}.", name);
    }
}
