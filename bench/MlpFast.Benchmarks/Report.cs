using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MlpFast.Benchmarks.Peers;
using Spectre.Console;

namespace MlpFast.Benchmarks;

/// <summary>The results of a comparison, for people and for programs.</summary>
internal static class Report
{
    private const int RedirectedWidth = 140;

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(IReadOnlyList<ComparisonResult> results)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        AnsiConsole.Write(CreateTable(results));
        double peak = results.Max(result => result.PeakPerSecond) / 1e9;
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"""
            {RuntimeInformation.FrameworkDescription}, threads: {results[0].Threads}. Medians of the rounds, ± half of their range.
            FMA peak: up to {peak:F0} GFLOP/s, a loop in the registers of one core, measured in the same rounds.
            """);
        foreach (IPeer missing in results.Where(result => result.Theirs is null).Select(result => result.Peer).Distinct())
        {
            AnsiConsole.MarkupLineInterpolated($"{missing.Name} is missing. To install it: {missing.Installation}");
        }
    }

    public static void WriteJson(IEnumerable<ComparisonResult> results, string path)
    {
        var rows = results.Select(result => new
        {
            Workload = result.Workload.Id,
            Peer = result.Peer.Name,
            result.Threads,
            OursMicroseconds = result.Ours.Median * 1e6,
            PeerMicroseconds = result.Theirs?.Median * 1e6,
            result.Ratio,
            result.ShareOfLimit,
        });
        File.WriteAllText(path, JsonSerializer.Serialize(rows, CamelCase) + "\n");
    }

    private static Table CreateTable(IEnumerable<ComparisonResult> results)
    {
        Table table = new Table().AddColumn("workload").AddColumn("task").AddColumn("peer");
        foreach (string figure in new[] { "MlpFast, µs", "peer, µs", "peer / MlpFast", "of FMA peak" })
        {
            table.AddColumn(figure, column => column.RightAligned());
        }

        foreach (ComparisonResult result in results)
        {
            table.AddRow(
                result.Workload.Id,
                result.Workload.Description,
                result.Peer.Name,
                Microseconds(result.Ours),
                result.Theirs is Timings theirs ? Microseconds(theirs) : "missing",
                string.Create(CultureInfo.InvariantCulture, $"{result.Ratio:F2}"),
                string.Create(CultureInfo.InvariantCulture, $"{result.ShareOfLimit:P1}"));
        }

        return table;
    }

    /// <summary>The median, and half the range of the rounds in percent of it.</summary>
    private static string Microseconds(Timings timings)
    {
        double microseconds = timings.Median * 1e6;
        string format = microseconds < 10 ? "N3" : microseconds < 1000 ? "N1" : "N0";
        string median = microseconds.ToString(format, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{median} ±{(timings.Maximum - timings.Minimum) / 2 / timings.Median,5:P0}");
    }
}
