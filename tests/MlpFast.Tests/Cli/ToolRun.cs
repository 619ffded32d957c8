using MlpFast.Cli;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>What a command line of the tool, run within this process, returned and wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = Program.Run(arguments, new Terminal(output, error, stop));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run that must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public static string Succeeds(params string[] arguments)
    {
        ToolRun run = Of(arguments);
        Assert.True(run.ExitCode == 0, $"mlpfast {string.Join(' ', arguments)}: exit code {run.ExitCode}, {run.Error}");
        return run.Output;
    }

    /// <summary>A run that must end with a user's error: exit code 2, nothing on standard output, and a message that names the tool first.</summary>
    /// <returns>The message.</returns>
    public static string Fails(params string[] arguments)
    {
        ToolRun run = Of(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith("mlpfast: ", run.Error, StringComparison.Ordinal);
        return run.Error;
    }
}
