using System.Runtime;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks;

/// <summary>Seconds of one iteration, one figure a round.</summary>
internal sealed class Timings(IReadOnlyList<double> seconds)
{
    private readonly double[] _ascending = [.. seconds.Order()];

    public double Minimum => _ascending[0];

    public double Median => _ascending[_ascending.Length / 2];

    public double Maximum => _ascending[^1];

    /// <summary>
    /// The median of the rounds' ratios of these seconds to others': a disturbance that lasts for some rounds meets both sides of each.
    /// </summary>
    public double RatioTo(Timings other) => new Timings([.. Seconds.Zip(other.Seconds, (mine, others) => mine / others)]).Median;

    private IReadOnlyList<double> Seconds => seconds;
}

/// <summary>Measures in turns, so that whatever else the machine does meets all sides alike.</summary>
internal static class Rounds
{
    /// <summary>Odd, so that the median is one of them.</summary>
    private const int Count = 15;

    /// <summary>Rounds that are repeated, since something disturbed them, before they count as they are.</summary>
    private const int MostRepeated = 45;

    private const double TurnSeconds = 0.03;

    /// <summary>A limit is steady.</summary>
    private const double ProbeTurnSeconds = 0.015;

    private const int WarmUpTurns = 6;

    /// <summary>
    /// Well above what the runtime waits before it compiles hot code again, optimized: up to twice 0.1 seconds, or twice 1 where it has one
    /// processor only.
    /// </summary>
    private static readonly double CompilationSeconds = Environment.ProcessorCount > 1 ? 0.5 : 2.5;

    /// <summary>
    /// First, second, … and first again; each round begins one side later, so that each is as often in each place. In its turn a side does its
    /// work twice, and the second time counts: caches and threads are then as in steady work, and the other side's threads, which may wait for
    /// milliseconds without sleeping, have mostly gone to sleep.
    /// </summary>
    public static Timings[] Measure(params IReadOnlyList<ITimed> sides)
    {
        int[] iterations = [.. sides.Select(side => WarmUp(side, WarmUpTurns * TurnOf(side)))];
        double[][] seconds = [.. sides.Select(_ => new double[Count])];
        int repeated = 0;
        int round = 0;
        while (round < Count)
        {
            for (int turn = 0; turn < sides.Count; turn++)
            {
                int side = (round + turn) % sides.Count;
                _ = sides[side].Run(iterations[side]);
                seconds[side][round] = sides[side].Run(iterations[side]) / iterations[side];
            }

            if (repeated == MostRepeated || QuietProcessor.IsQuiet())
            {
                round++;
            }
            else
            {
                repeated++;
            }
        }

        return [.. seconds.Select(each => new Timings(each))];
    }

    /// <summary>What runs in this process needs it once.</summary>
    public static void WarmUpCode(ITimed side) => WarmUp(side, CompilationSeconds);

    private static double TurnOf(ITimed side) => side is IProbe ? ProbeTurnSeconds : TurnSeconds;

    /// <summary>
    /// Runs until no method has been compiled for so long, and returns the number of iterations that fill a turn.
    /// </summary>
    private static int WarmUp(ITimed side, double quietSeconds)
    {
        int iterations = 1;
        double quiet = 0;
        double turn = TurnOf(side);
        long compiled = JitInfo.GetCompiledMethodCount();
        while (true)
        {
            double seconds = side.Run(iterations);
            long before = compiled;
            compiled = JitInfo.GetCompiledMethodCount();
            quiet = compiled == before ? quiet + seconds : 0;
            int filling = (int)Math.Clamp(turn / seconds * iterations, 1, int.MaxValue);
            if (quiet >= quietSeconds)
            {
                return filling;
            }

            iterations = Math.Min(filling, 2 * iterations);
        }
    }
}
