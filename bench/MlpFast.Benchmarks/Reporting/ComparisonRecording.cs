using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>A peer, and what of it was installed; no version where nothing was.</summary>
internal sealed record PeerVersion(string Name, string? Version, string Installation);

/// <summary>A run of the comparison, with all that the document shows of it.</summary>
/// <param name="Date">The day, as in 2026-01-31.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Threads">How many threads each side had.</param>
/// <param name="Limits">What the machine had a second, with as many threads.</param>
/// <param name="Peers">Who took part.</param>
/// <param name="Results">The pairs.</param>
/// <param name="Sweep">The share of the peak over sizes; only in a recorded run.</param>
internal sealed record ComparisonRecording(
    string Date,
    Machine Machine,
    int Threads,
    IReadOnlyList<MachineLimit> Limits,
    IReadOnlyList<PeerVersion> Peers,
    IReadOnlyList<Result> Results,
    IReadOnlyList<SweepPoint> Sweep);
