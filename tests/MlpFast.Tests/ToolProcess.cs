using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests;

/// <summary>Runs the tool as a process of its own.</summary>
internal static class ToolProcess
{
    /// <summary>Runs to the end, which must be a success, with environment variables on top of this process's.</summary>
    /// <returns>The standard output.</returns>
    public static string Run(string folder, string[] arguments, params (string Name, string? Value)[] environment)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "MlpFast.Cli.dll");
        (int exitCode, string output, string errors) = DotnetProcess.Run(tool, arguments, folder, environment);
        Assert.True(exitCode == 0, $"mlpfast {string.Join(' ', arguments)}: exit code {exitCode}, {errors}");
        return output;
    }
}
