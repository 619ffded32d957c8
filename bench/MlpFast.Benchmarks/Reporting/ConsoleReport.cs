using System.Globalization;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Limits;
using Spectre.Console;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>The results of a comparison, for people.</summary>
internal static class ConsoleReport
{
    private const int RedirectedWidth = 200;

    public static void Print(Recording recording)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        foreach (IGrouping<string, Result> group in recording.Results.GroupBy(result => result.Group, StringComparer.Ordinal))
        {
            AnsiConsole.WriteLine(group.Key);
            AnsiConsole.Write(CreateTable(group));
        }

        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.FrameworkDescription}, threads: {recording.Threads}. Medians of the rounds, ± half of their range; ratios round by round."));
        AnsiConsole.WriteLine("Limits: " + string.Join("; ", recording.Limits.Select(Describe)));
        foreach (PeerVersion missing in recording.Peers.Where(peer => peer.Version is null))
        {
            AnsiConsole.WriteLine($"{missing.Name} is missing. To install it: {missing.Installation}");
        }

        foreach (Result failed in recording.Results.Where(result => result.Failure is not null))
        {
            AnsiConsole.WriteLine($"{failed.Workload} beside {failed.Peer} failed: {failed.Failure}");
        }
    }

    private static string Describe(MachineLimit limit) => $"{limit.Name} {Figures.Rate(limit.Billions)} {limit.Unit}";

    private static Table CreateTable(IEnumerable<Result> results)
    {
        var table = new Table();
        for (int i = 0; i < ResultTable.Columns.Count; i++)
        {
            var column = new TableColumn(ResultTable.Columns[i]);
            table.AddColumn(i < ResultTable.FirstFigure ? column : column.RightAligned());
        }

        foreach (Result result in results)
        {
            table.AddRow([.. ResultTable.Row(result).Select(Markup.Escape)]);
        }

        return table;
    }
}
