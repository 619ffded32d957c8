using System.Globalization;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Limits;
using Spectre.Console;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>The results, for people.</summary>
internal static class ConsoleReport
{
    private const int RedirectedWidth = 200;

    public static void Print(ComparisonRecording recording)
    {
        WidenRedirected();
        foreach (IGrouping<string, Result> group in recording.Results.GroupBy(result => result.Group, StringComparer.Ordinal))
        {
            AnsiConsole.WriteLine(group.Key);
            PrintTable(ResultTable.Columns, group.Select(ResultTable.Row), ResultTable.FirstFigure);
        }

        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.FrameworkDescription}, threads: {recording.Threads}. Medians of the rounds, ± half of their range;"
            + $"{Figures.Unsteady}: more than half of the median."));
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

    public static void Print(StartupRecording recording)
    {
        WidenRedirected();
        PrintTable(StartupTable.Columns(recording), StartupTable.Rows(recording), StartupTable.FirstFigure);
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Medians of {recording.Runs} runs, in brackets the least."));
    }

    private static string Describe(MachineLimit limit) => $"{limit.Name} {Figures.Rate(limit.Billions)} {limit.Unit}";

    private static void WidenRedirected()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }
    }

    private static void PrintTable(IReadOnlyList<string> columns, IEnumerable<string[]> rows, int firstFigure)
    {
        var table = new Table();
        for (int i = 0; i < columns.Count; i++)
        {
            var column = new TableColumn(columns[i]);
            table.AddColumn(i < firstFigure ? column : column.RightAligned());
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }
}
