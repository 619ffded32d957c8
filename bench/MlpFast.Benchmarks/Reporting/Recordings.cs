using System.Globalization;
using System.Text.Json;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>What was recorded: a file for the comparison with each number of threads, and one for start-up.</summary>
internal sealed class Recordings(Repository repository)
{
    private const string StartupName = "startup.json";

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The date of a recording that is made now.</summary>
    public static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Those of all numbers of threads, ascending.</summary>
    public IReadOnlyList<ComparisonRecording> Comparisons =>
        [.. Load<ComparisonRecording>("threads-*.json").OrderBy(recording => recording.Threads)];

    /// <summary><see langword="null"/> where there is none.</summary>
    public StartupRecording? Startup => Load<StartupRecording>(StartupName).SingleOrDefault();

    /// <summary>Replaces the one with as many threads, and writes the document anew.</summary>
    public void Save(ComparisonRecording recording) =>
        Save(string.Create(CultureInfo.InvariantCulture, $"threads-{recording.Threads}.json"), recording);

    /// <summary>Replaces the one there is, and writes the document anew.</summary>
    public void Save(StartupRecording recording) => Save(StartupName, recording);

    private IEnumerable<T> Load<T>(string pattern) =>
        Directory.GetFiles(repository.Results, pattern)
            .Select(path => JsonSerializer.Deserialize<T>(File.ReadAllText(path), CamelCase)!);

    private void Save<T>(string name, T recording)
    {
        Directory.CreateDirectory(repository.Results);
        File.WriteAllText(Path.Combine(repository.Results, name), JsonSerializer.Serialize(recording, CamelCase) + "\n");
        new BenchmarkDocument(repository.Documents).Write(this);
    }
}
