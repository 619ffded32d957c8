using System.CommandLine;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Reporting;

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

    private readonly RecordOption _record = new();

    public StartupCommand()
        : base("startup", "Measures how soon a process that has just been started makes a prediction or has trained an epoch.")
    {
        Options.Add(_record);
        SetAction(Run);
    }

    private void Run(ParseResult parsed)
    {
        Recordings? recordings = _record.Recordings(parsed);
        StartupRecording recording = Measure(Path.Combine(Repository.Find().Benchmarks, "MlpFast.Startup"));
        ConsoleReport.Print(recording);
        recordings?.Save(recording);
    }

    private static StartupRecording Measure(string project)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlpfast-startup-");
        try
        {
            string model = Path.Combine(folder.FullName, "model.safetensors");
            new Model(new Network(784, new Dense(30, Activation.Sigmoid), new Dense(10, Activation.Sigmoid))).Save(model);
            StartupTask[] tasks =
                [new("empty", ["empty"]), new("first prediction", ["predict", model]), new("first epoch", ["train", model])];
            return new(Recordings.Today, Machine.Current(), Runs, Time(Publish(project, folder.FullName), tasks));
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

    private static IReadOnlyList<StartupTime> Time(List<StartupProgram> programs, StartupTask[] tasks)
    {
        var sides = programs.SelectMany(program => tasks, (program, task) => (Program: program, Task: task)).ToArray();
        List<double>[] seconds = [.. sides.Select(_ => new List<double>())];
        for (int run = 0; run < Runs; run++)
        {
            for (int side = 0; side < sides.Length; side++)
            {
                seconds[side].Add(sides[side].Program.Run(sides[side].Task.Arguments));
            }
        }

        return [.. sides.Zip(seconds, (side, each) => StartupTime.Of(side.Program.Name, side.Task.Name, new Timings(each)))];
    }

    /// <summary>What the program can do, and the arguments that make it do so.</summary>
    private sealed record StartupTask(string Name, string[] Arguments);
}
