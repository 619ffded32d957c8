using MlpFast.Kernels;

namespace MlpFast;

/// <summary>The check on targets of cross-entropy: its gradient ŷ − y holds only for rows that sum to 1.</summary>
internal static class Probabilities
{
    /// <summary>How far a row's sum may be from 1: well above what rounding to float can do, well below a missing or doubled class.</summary>
    private const double Tolerance = 1e-3;

    public static void Require(ReadOnlySpan<float> targets, int columns, string name)
    {
        if (!ProbabilityRows.Hold(targets, columns, Tolerance))
        {
            throw Error(targets, columns, name);
        }
    }

    private static ArgumentException Error(ReadOnlySpan<float> targets, int columns, string name)
    {
        int index = 0;
        double sum = 0;
        for (int start = 0; start < targets.Length; start += columns)
        {
            ReadOnlySpan<float> row = targets.Slice(start, columns);
            index = start / columns;
            sum = 0;
            for (int i = 0; i < columns; i++)
            {
                if (row[i] is not (>= 0 and <= 1))
                {
                    return new ArgumentException($"Expected targets in [0, 1], but that of sample {index}, class {i} is {row[i]}.", name);
                }

                sum += row[i];
            }

            if (Math.Abs(sum - 1) > Tolerance)
            {
                break;
            }
        }

        return new ArgumentException($"Expected targets that sum to 1, but those of sample {index} sum to {sum}.", name);
    }
}
