using System.Diagnostics;
using System.Text.Json;
using MlpFast.Tests.ModelFiles;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>The tool as a process: exit codes, streams, the current directory, Ctrl-C.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    private string CurrentDirectory => Path.GetDirectoryName(_folder.PathOf("x"))!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Success_is_exit_code_0_and_json_alone_on_standard_output()
    {
        using Process process = Start("train", "digits", "--epochs", "1", "--json");
        (string output, string error) = Finish(process);
        Assert.Equal(0, process.ExitCode);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("digits.safetensors", json.RootElement.GetProperty("model").GetString());
        Assert.Contains("Wrote digits.safetensors", error, StringComparison.Ordinal);
        Assert.Equal(["digits.safetensors"], _folder.Names());
    }

    [Fact]
    public void The_version_is_the_assembly_s()
    {
        using Process process = Start("--version");
        Version version = typeof(MlpFast.Cli.Program).Assembly.GetName().Version!;
        Assert.StartsWith(version.ToString(3), Finish(process).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_called_digits_comes_before_the_data_set()
    {
        File.WriteAllText(_folder.PathOf("digits"), Table.Classes(30));
        using Process process = Start("train", "digits", "--epochs", "1");
        (string output, string error) = Finish(process);
        Assert.Equal("", error);
        Assert.Contains("digits: 30 samples, 2 features", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_goes_to_the_current_directory_wherever_the_data_are()
    {
        Directory.CreateDirectory(_folder.PathOf("data"));
        File.WriteAllText(_folder.PathOf("data/points.csv"), Table.Classes(30));
        using Process process = Start("train", "data/points.csv", "--epochs", "1");
        Assert.Contains("Wrote points.safetensors", Finish(process).Output, StringComparison.Ordinal);
        Assert.Equal(["data", "points.safetensors"], _folder.Names());
    }

    [Theory]
    [InlineData("train", "none.csv")]
    [InlineData("train", "digits", "--epochs", "x")]
    [InlineData("inspect", "none")]
    [InlineData("dance")]
    public void A_user_s_error_is_exit_code_2_and_one_message_on_standard_error(params string[] arguments)
    {
        using Process process = Start(arguments);
        (string output, string error) = Finish(process);
        Assert.Equal((2, ""), (process.ExitCode, output));
        Assert.StartsWith("mlpfast: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Kernels_that_the_machine_does_not_have_are_a_user_s_error()
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "MlpFast.Cli.dll");
        (int exitCode, _, string error) =
            DotnetProcess.Run(tool, ["train", "digits", "--epochs", "1"], CurrentDirectory, [("MLPFAST_KERNELS", "vector3")]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("mlpfast: Expected MLPFAST_KERNELS to be one of ", error, StringComparison.Ordinal);
        Assert.EndsWith(", but got vector3.", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [InterruptTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ctrl_C_saves_what_there_is_and_ends_with_exit_code_130(bool json)
    {
        using Process process = Start(["train", "digits", "--epochs", "1000000000", .. json ? ["--json"] : Array.Empty<string>()]);
        StreamReader reader = json ? process.StandardError : process.StandardOutput;
        string seen = "";
        while (!seen.Contains("parameters", StringComparison.Ordinal))
        {
            seen += reader.ReadLine() ?? throw new InvalidOperationException($"The tool ended early: {seen}");
        }

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        (string output, string error) = Finish(process);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Interrupted: wrote what there is to digits.safetensors", json ? error : output, StringComparison.Ordinal);
        Assert.Equal(64, Model.Load(_folder.PathOf("digits.safetensors")).Network.Inputs);
        Assert.Equal(["digits.safetensors"], _folder.Names());
        if (json)
        {
            using var result = JsonDocument.Parse(output);
            Assert.True(result.RootElement.GetProperty("interrupted").GetBoolean());
        }
    }

    private Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MlpFast.Cli.dll"), .. arguments])
        {
            WorkingDirectory = CurrentDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static (string Output, string Error) Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"The tool did not end within {Patience}.");
        }

        return (output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
