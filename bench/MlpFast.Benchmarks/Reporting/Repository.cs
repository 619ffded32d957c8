namespace MlpFast.Benchmarks.Reporting;

/// <summary>The folders of the clone that this program is run in.</summary>
internal sealed class Repository
{
    private readonly string _root;

    private Repository(string root) => _root = root;

    public string Documents => Path.Combine(_root, "docs");

    public string Benchmarks => Path.Combine(_root, "bench");

    public string Results => Path.Combine(Benchmarks, "results");

    /// <summary>The working folder or the nearest one around it that has the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static Repository Find()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlpFast.sln")))
            {
                return new Repository(folder.FullName);
            }
        }

        throw new DirectoryNotFoundException(
            $"Expected to run in a clone of MlpFast, but there is none around {Environment.CurrentDirectory}.");
    }
}
