using MlpFast.Safetensors;

namespace MlpFast.Cli;

/// <summary>A file to write: checked at the door, and written whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>The path must lie in a directory that exists, be no directory, and be none of the files that are read.</summary>
    public static string Require(string path, params ReadOnlySpan<string?> inputs)
    {
        string fullPath = Path.GetFullPath(path);
        if (Directory.Exists(fullPath) || Path.GetFileName(fullPath).Length == 0)
        {
            throw new UserErrorException($"--out: expected a file, but {path} is a directory.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(fullPath)))
        {
            throw new UserErrorException($"--out: expected a file in a directory that exists, but got {path}.");
        }

        foreach (string? input in inputs)
        {
            if (input is not null && string.Equals(Path.GetFullPath(input), fullPath, StringComparison.Ordinal))
            {
                throw new UserErrorException($"--out: expected a file other than those read, but {path} is one of them.");
            }
        }

        return path;
    }

    /// <summary>Writes text as a file that is either complete or not there.</summary>
    public static void Write(string path, Action<TextWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        write(writer);
    });
}
