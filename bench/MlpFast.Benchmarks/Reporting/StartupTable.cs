namespace MlpFast.Benchmarks.Reporting;

/// <summary>The table of start-up, the same on the console and in the document: a row for each program, a column for each task.</summary>
internal static class StartupTable
{
    /// <summary>The columns before this one are text, the others figures.</summary>
    public const int FirstFigure = 1;

    public static IReadOnlyList<string> Columns(StartupRecording recording) =>
        ["published", .. recording.Times.Select(time => $"{time.Task}, ms").Distinct(StringComparer.Ordinal)];

    public static IEnumerable<string[]> Rows(StartupRecording recording) =>
        recording.Times
            .GroupBy(time => time.Published, StringComparer.Ordinal)
            .Select(program => new[] { program.Key }.Concat(program.Select(Figures.MedianAndLeast)).ToArray());
}
