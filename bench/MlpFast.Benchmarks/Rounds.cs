namespace MlpFast.Benchmarks;

/// <summary>Seconds of one iteration, one figure a round.</summary>
internal sealed class Timings(IEnumerable<double> seconds)
{
    private readonly double[] _ascending = [.. seconds.Order()];

    public double Minimum => _ascending[0];

    public double Median => _ascending[_ascending.Length / 2];

    public double Maximum => _ascending[^1];
}

/// <summary>Measures in turns, so that whatever else the machine does meets all sides alike.</summary>
internal static class Rounds
{
    /// <summary>Odd, so that the median is one of them.</summary>
    private const int Count = 9;

    private const double TurnSeconds = 0.15;

    /// <summary>Time for the runtime to compile our code a second time, optimized.</summary>
    private const double WarmUpSeconds = 1;

    /// <summary>First, second, … and first again, nine times.</summary>
    public static Timings[] Measure(IReadOnlyList<ITimed> sides)
    {
        int[] iterations = [.. sides.Select(WarmUp)];
        double[][] seconds = [.. sides.Select(_ => new double[Count])];
        for (int round = 0; round < Count; round++)
        {
            for (int side = 0; side < sides.Count; side++)
            {
                seconds[side][round] = sides[side].Run(iterations[side]) / iterations[side];
            }
        }

        return [.. seconds.Select(each => new Timings(each))];
    }

    /// <summary>Returns the number of iterations that fill a turn.</summary>
    private static int WarmUp(ITimed side)
    {
        int iterations = 1;
        double total = 0;
        while (true)
        {
            double seconds = side.Run(iterations);
            total += seconds;
            int filling = (int)Math.Clamp(TurnSeconds / seconds * iterations, 1, int.MaxValue);
            if (total >= WarmUpSeconds)
            {
                return filling;
            }

            iterations = Math.Min(filling, 2 * iterations);
        }
    }
}
