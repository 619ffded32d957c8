namespace MlpFast.Cli;

/// <summary>Names in a sentence.</summary>
internal static class Listing
{
    private const int MostNames = 10;

    /// <summary>The names, separated by commas; of many only the first.</summary>
    public static string Of(IReadOnlyList<string> names) =>
        names.Count <= MostNames
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
