using System.Globalization;
using System.Text.Json;
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
internal sealed record Recording(
    string Date,
    Machine Machine,
    int Threads,
    IReadOnlyList<MachineLimit> Limits,
    IReadOnlyList<PeerVersion> Peers,
    IReadOnlyList<Result> Results,
    IReadOnlyList<SweepPoint> Sweep)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads those of all numbers of threads, ascending.</summary>
    public static IReadOnlyList<Recording> LoadAll(string folder) =>
        [.. Directory.GetFiles(folder, "threads-*.json")
            .Select(path => JsonSerializer.Deserialize<Recording>(File.ReadAllText(path), CamelCase)!)
            .OrderBy(recording => recording.Threads)];

    /// <summary>Replaces the one with as many threads.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"threads-{Threads}.json");
        File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(this, CamelCase) + "\n");
    }
}
