using System.Text.Json;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>The results of a comparison, for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(IEnumerable<Result> results, string path)
    {
        var rows = results.Select(result => new
        {
            result.Workload,
            result.Peer,
            result.Threads,
            OursMicroseconds = result.Ours?.Median,
            PeerMicroseconds = result.Theirs?.Median,
            result.Ratio,
            result.ShareOfLimit,
        });
        File.WriteAllText(path, JsonSerializer.Serialize(rows, CamelCase) + "\n");
    }
}
