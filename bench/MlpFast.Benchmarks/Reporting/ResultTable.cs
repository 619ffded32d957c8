namespace MlpFast.Benchmarks.Reporting;

/// <summary>The table of a group of workloads, the same on the console and in the document.</summary>
internal static class ResultTable
{
    /// <summary>The columns before this one are text, the others figures.</summary>
    public const int FirstFigure = 3;

    public static IReadOnlyList<string> Columns { get; } =
        ["workload", "task", "peer", "MlpFast, µs", "peer, µs", "peer / MlpFast", "of the limit", "limit"];

    public static string[] Row(Result result) =>
    [
        result.Workload,
        result.Task,
        result.Peer,
        Figures.Time(result.Ours),
        result.Failure is not null ? "failed" : result.Theirs is null ? "missing" : Figures.Time(result.Theirs),
        Figures.Ratio(result),
        Figures.Share(result),
        result.Limit ?? "",
    ];
}
