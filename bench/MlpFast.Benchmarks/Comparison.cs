using MlpFast.Benchmarks.Peers;

namespace MlpFast.Benchmarks;

/// <summary>One workload, measured beside one peer.</summary>
/// <param name="Workload">What was done.</param>
/// <param name="Peer">Who did it beside us.</param>
/// <param name="Threads">How many threads each side had.</param>
/// <param name="Ours">Our times.</param>
/// <param name="Theirs">The peer's times; <see langword="null"/> where it is missing.</param>
/// <param name="PeakPerSecond">The peak of floating-point operations a second, measured in the same rounds.</param>
internal sealed record ComparisonResult(Workload Workload, IPeer Peer, int Threads, Timings Ours, Timings? Theirs, double PeakPerSecond)
{
    public double? Ratio => Theirs?.Median / Ours.Median;

    /// <summary>The part of the peak of fused multiply-adds that ours reaches.</summary>
    public double ShareOfLimit => Workload.Operations / Ours.Median / PeakPerSecond;
}

/// <summary>Every workload beside every peer.</summary>
internal static class Comparison
{
    private const int Threads = 1;

    private static IReadOnlyList<IPeer> Peers { get; } = [new NumPyPeer("loop"), new NumPyPeer("batch")];

    public static List<ComparisonResult> Run(IReadOnlyList<Workload> workloads)
    {
        var results = new List<ComparisonResult>();
        foreach (Workload workload in workloads)
        {
            foreach (IPeer peer in Peers)
            {
                Console.Error.WriteLine($"{workload.Id} beside {peer.Name} ...");
                results.Add(peer.IsInstalled ? Beside(peer, workload) : Alone(peer, workload));
            }
        }

        return results;
    }

    private static ComparisonResult Beside(IPeer peer, Workload workload)
    {
        using IContender ours = workload.Start();
        using IContender theirs = peer.Start(workload, Threads);
        Agreement.Require(workload, ours, theirs);
        Timings[] timings = Rounds.Measure([ours, theirs, FusedMultiplyAddPeak.Start()]);
        return new ComparisonResult(workload, peer, Threads, timings[0], timings[1], PeakPerSecond(timings[2]));
    }

    private static ComparisonResult Alone(IPeer missing, Workload workload)
    {
        using IContender ours = workload.Start();
        Timings[] timings = Rounds.Measure([ours, FusedMultiplyAddPeak.Start()]);
        return new ComparisonResult(workload, missing, Threads, timings[0], Theirs: null, PeakPerSecond(timings[1]));
    }

    /// <summary>The fastest round: a limit is what the machine can do undisturbed.</summary>
    private static double PeakPerSecond(Timings timings) => FusedMultiplyAddPeak.Operations / timings.Minimum;
}
