namespace MlpFast.Tests.Documents;

/// <summary>
/// The two sides of a documented program: a fenced block of a Markdown page, and a region of a source file that is compiled and run.
/// Paths are relative to the repository's root; lines are joined with line feeds.
/// </summary>
internal static class MarkdownCode
{
    private const string Fence = "```";

    /// <summary>The fenced blocks of one language, from first to last.</summary>
    public static IReadOnlyList<string> Blocks(string path, string language)
    {
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (string line in File.ReadLines(Repository.PathOf(path)))
        {
            if (block is not null && line.Equals(Fence, StringComparison.Ordinal))
            {
                blocks.Add(string.Join('\n', block));
                block = null;
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else if (line.Equals(Fence + language, StringComparison.Ordinal))
            {
                block = [];
            }
        }

        return blocks;
    }

    /// <summary>What stands between <c>#region name</c> and the next <c>#endregion</c>, without the common indentation.</summary>
    public static string Region(string path, string name)
    {
        string[] lines = [.. File.ReadLines(Repository.PathOf(path))
            .SkipWhile(line => !line.Trim().Equals("#region " + name, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.Trim().Equals("#endregion", StringComparison.Ordinal))];
        if (lines.Length == 0)
        {
            throw new InvalidDataException($"Expected a region '{name}' in {path}, but there is none.");
        }

        int indentation = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line[Math.Min(indentation, line.Length)..])).Trim('\n');
    }
}
