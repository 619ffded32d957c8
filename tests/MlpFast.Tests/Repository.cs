using System.Reflection;

namespace MlpFast.Tests;

/// <summary>The repository that this assembly was built from: tests read its documents, sources and golden files in place.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, "RepositoryRoot", StringComparison.Ordinal))
        .Value!;

    /// <summary>The full path of a file or folder, given relative to the repository's root.</summary>
    public static string PathOf(string relativePath) => Path.GetFullPath(relativePath, Root);
}
