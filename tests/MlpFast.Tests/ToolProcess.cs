using System.Diagnostics;
using Xunit;

namespace MlpFast.Tests;

/// <summary>Runs the tool as a process of its own.</summary>
internal static class ToolProcess
{
    /// <summary>Runs to the end, which must be a success, with environment variables on top of this process's.</summary>
    /// <returns>The standard output.</returns>
    public static string Run(string folder, string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MlpFast.Cli.dll"), .. arguments])
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
        Assert.True(process.ExitCode == 0, $"mlpfast {string.Join(' ', arguments)}: exit code {process.ExitCode}, {errors.Result}");
        return output;
    }
}
