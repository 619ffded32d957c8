using System.Diagnostics;

namespace MlpFast.Benchmarks.Peers;

/// <summary>Programs that peers need.</summary>
internal static class Tool
{
    /// <summary>All programs of that name in the search path, and in the folders to look in before it.</summary>
    public static IEnumerable<string> Candidates(string name, params string[] foldersBefore) =>
        foldersBefore.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists);

    /// <summary>What a program prints; <see langword="null"/> if it fails.</summary>
    public static string? Output(ProcessStartInfo command)
    {
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        command.UseShellExecute = false;
        using Process process = Process.Start(command)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : null;
    }

    /// <summary>A peer's program, as it lies beside ours.</summary>
    public static string PeerFile(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);
}
