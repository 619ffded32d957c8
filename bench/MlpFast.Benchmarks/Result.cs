namespace MlpFast.Benchmarks;

/// <summary>One workload, measured beside one peer.</summary>
/// <param name="Group">The workload's group.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Task">What was done.</param>
/// <param name="Peer">Who did it beside us.</param>
/// <param name="Threads">How many threads each side had.</param>
/// <param name="Limit">What bounds the workload.</param>
/// <param name="Ours">Our time; <see langword="null"/> where the comparison failed.</param>
/// <param name="Theirs">The peer's time; <see langword="null"/> where it is missing or the comparison failed.</param>
/// <param name="Ratio">The peer's time over ours: the median of the rounds' ratios.</param>
/// <param name="ShareOfLimit">The part of the limit that ours reaches: the median of the rounds' shares.</param>
/// <param name="Failure">Why there is no comparison, though the peer is installed.</param>
internal sealed record Result(
    string Group,
    string Workload,
    string Task,
    string Peer,
    int Threads,
    string? Limit,
    Spread? Ours = null,
    Spread? Theirs = null,
    double? Ratio = null,
    double? ShareOfLimit = null,
    string? Failure = null)
{
    /// <summary>Whether one side's times vary so much that their median says little.</summary>
    public bool IsUnsteady => Ours is { Relative: > Spread.MostSteady } || Theirs is { Relative: > Spread.MostSteady };
}

/// <summary>Microseconds of one iteration, over the rounds.</summary>
internal sealed record Spread(double Median, double Minimum, double Maximum)
{
    /// <summary>The largest <see cref="Relative"/> of a figure that is not marked.</summary>
    public const double MostSteady = 0.5;

    /// <summary>Half of the range, relative to the median.</summary>
    public double Relative => (Maximum - Minimum) / 2 / Median;

    public static Spread Of(Timings seconds) => new(seconds.Median * 1e6, seconds.Minimum * 1e6, seconds.Maximum * 1e6);
}
