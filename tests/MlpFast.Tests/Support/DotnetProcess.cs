using System.Diagnostics;

namespace MlpFast.Tests.Support;

/// <summary>A .NET program as a process of its own.</summary>
internal static class DotnetProcess
{
    /// <summary>
    /// Runs an assembly in a working folder, or where that is empty in this process's, to the end, whatever that is. The environment
    /// variables are on top of this process's.
    /// </summary>
    public static (int ExitCode, string Output, string Errors) Run(
        string assembly, IEnumerable<string> arguments, string folder, IEnumerable<(string Name, string? Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
