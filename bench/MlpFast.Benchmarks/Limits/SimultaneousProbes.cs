using System.Diagnostics;

namespace MlpFast.Benchmarks.Limits;

/// <summary>Several probes at once, each on a thread of its own: an iteration takes far longer than waking one.</summary>
internal sealed class SimultaneousProbes(IProbe[] probes) : IProbe
{
    private readonly WorkerTeam _team = new(probes.Length);

    public double Amount { get; } = probes.Sum(probe => probe.Amount);

    public double Run(int iterations)
    {
        long start = Stopwatch.GetTimestamp();
        _team.Run(part => probes[part].Run(iterations));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _team.Dispose();
}
