using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Reporting;
using Spectre.Console;

namespace MlpFast.Benchmarks.Startup;

/// <summary>The command <c>startup</c>: from the start of a process to its first prediction and its first epoch.</summary>
internal sealed class StartupCommand : Command
{
    private const int Runs = 41;

    private static readonly string[] AheadOfTime =
        ["-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true"];

    private static readonly (string Name, string[] Options)[] Publications =
    [
        ("just-in-time", []),
        ("ready-to-run", AheadOfTime),
        ("ready-to-run-native", [.. AheadOfTime, "-p:PublishReadyToRunCrossgen2ExtraArgs=--instruction-set:native"]),
    ];

    public StartupCommand()
        : base("startup", "Measures how soon a process that has just been started makes a prediction or has trained an epoch.") =>
        SetAction(_ => Run());

    private static void Run()
    {
        string project = Path.Combine(Repository.Find().Benchmarks, "MlpFast.Startup");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlpfast-startup-");
        try
        {
            string model = Path.Combine(folder.FullName, "model.safetensors");
            new Model(new Network(784, new Dense(30, Activation.Sigmoid), new Dense(10, Activation.Sigmoid))).Save(model);
            Print(Publish(project, folder.FullName), [["empty"], ["predict", model], ["train", model]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<StartupProgram> Publish(string project, string folder)
    {
        var programs = new List<StartupProgram>();
        foreach ((string name, string[] options) in Publications)
        {
            Console.Error.WriteLine($"{name} ...");
            if (StartupProgram.TryPublish(name, project, folder, options) is { } program)
            {
                programs.Add(program);
            }
            else
            {
                Console.Error.WriteLine($"{name} cannot be published here.");
            }
        }

        return programs;
    }

    private static void Print(List<StartupProgram> programs, string[][] tasks)
    {
        var sides = programs.SelectMany(program => tasks, (program, task) => (Program: program, Task: task)).ToArray();
        List<double>[] seconds = [.. sides.Select(_ => new List<double>())];
        for (int run = 0; run < Runs; run++)
        {
            for (int side = 0; side < sides.Length; side++)
            {
                seconds[side].Add(sides[side].Program.Run(sides[side].Task));
            }
        }

        var table = new Table().AddColumns("published", "task", "median, ms", "least, ms");
        for (int side = 0; side < sides.Length; side++)
        {
            var timings = new Timings(seconds[side]);
            table.AddRow(sides[side].Program.Name, sides[side].Task[0], Milliseconds(timings.Median), Milliseconds(timings.Minimum));
        }

        AnsiConsole.Write(table);
    }

    private static string Milliseconds(double seconds) => (seconds * 1000).ToString("F1", CultureInfo.InvariantCulture);
}
