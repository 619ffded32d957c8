using System.Globalization;
using System.Text;
using Xunit;

namespace MlpFast.Tests.Documents;

/// <summary>What README.md shows works as it stands there: the program, and the commands of the tool.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string Page = "README.md";
    private const string Tool = "dotnet run -c Release --project src/MlpFast.Cli -- ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_program_is_compiled_here()
    {
        string region = MarkdownCode.Region("tests/MlpFast.Tests/Documents/ReadmeProgram.cs", "Program");
        Assert.Equal("using MlpFast;\n\n" + region, Assert.Single(MarkdownCode.Blocks(Page, "csharp")));
    }

    [Fact]
    public void The_program_learns_and_its_saved_model_predicts_the_same()
    {
        using var console = new StringWriter { NewLine = "\n" };
        ReadmeProgram.Run(console);
        string[] lines = console.ToString().Trim().Split('\n')[1..];
        double[] outputs = [.. lines.Select(line => double.Parse(line.Split(" = ")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(["0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1", "1 xor 0"], lines.Select(line => line.Split(" = ")[0]).ToArray());
        Assert.Equal([0.0, 1.0, 1.0, 0.0], outputs[..4].Select(output => Math.Round(output)).ToArray());
        Assert.Equal(outputs[2], outputs[4]);
    }

    [Fact]
    public void The_commands_of_the_tool_run_as_they_stand()
    {
        WriteExampleData();
        string[] commands = [.. Commands().Where(command => command.StartsWith(Tool, StringComparison.Ordinal))];
        Assert.Equal(["train", "train", "evaluate", "predict", "inspect"], commands.Select(command => command[Tool.Length..].Split(' ')[0]).ToArray());
        foreach (string command in commands)
        {
            string output = ToolProcess.Run(_folder.FullName, command[Tool.Length..].Split(' '));
            Assert.NotEmpty(output);
        }

        Assert.True(File.Exists(Path.Combine(_folder.FullName, "digits.safetensors")));
        Assert.Equal(8, File.ReadAllLines(Path.Combine(_folder.FullName, "predictions.csv")).Length - 1);
    }

    [Fact]
    public void The_other_commands_are_the_tests_themselves_and_the_benchmarks() =>
        Assert.Equal(["dotnet test -c Release"], Commands().Where(command => !command.StartsWith(Tool, StringComparison.Ordinal)).ToArray());

    private static IEnumerable<string> Commands() => MarkdownCode.Blocks(Page, "sh").SelectMany(block => block.Split('\n'));

    /// <summary>A table named as in the page, whose COLUMN says on which side of a line a point lies.</summary>
    private void WriteExampleData()
    {
        var random = new RandomSource(1);
        Write("DATA.csv", 200);
        Write("TEST.csv", 50);
        Write("NEW.csv", 8);

        void Write(string name, int rows)
        {
            var text = new StringBuilder("x,y,COLUMN\n");
            for (int row = 0; row < rows; row++)
            {
                double x = random.NextDouble();
                double y = random.NextDouble();
                text.AppendLine(CultureInfo.InvariantCulture, $"{x},{y},{(x > y ? "below" : "above")}");
            }

            File.WriteAllText(Path.Combine(_folder.FullName, name), text.ToString());
        }
    }
}
