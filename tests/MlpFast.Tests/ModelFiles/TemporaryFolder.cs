namespace MlpFast.Tests.ModelFiles;

/// <summary>A folder of a test's own, made at its first use and removed with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("mlpfast-"));

    public string PathOf(string name) => Path.Combine(_folder.Value.FullName, name);

    public string[] Names() => [.. _folder.Value.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }
}
