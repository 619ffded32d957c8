using System.CommandLine;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>The option <c>--record</c>.</summary>
internal sealed class RecordOption : Option<bool>
{
    public RecordOption()
        : base("--record") =>
        Description = "Keep the results in bench/results, and write docs/benchmarks.md from all that are kept there.";

    /// <summary>Where to keep them; <see langword="null"/> where that was not asked for.</summary>
    public Recordings? Recordings(ParseResult parsed) => parsed.GetValue(this) ? new(Repository.Find()) : null;
}
