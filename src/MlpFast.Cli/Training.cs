using System.Text.Json;
using Spectre.Console;

namespace MlpFast.Cli;

/// <summary>A run of <c>mlpfast train</c>: read, train, save, report.</summary>
internal static class Training
{
    public static int Run(TrainOptions options, Terminal terminal)
    {
        IAnsiConsole console = terminal.Console(outputIsTaken: options.Json);
        DataSource source = DataSource.Find(options.Data);
        string path = OutputFile.Require(options.Out ?? $"{Path.GetFileNameWithoutExtension(options.Data)}.safetensors", source.FilePath);
        Model? start = options.Init is null ? null : ModelFile.Load(options.Init);
        TrainingData data = TrainingData.Read(source, options, start);
        using var learner = new Learner(options, data, start);
        using var interruption = new Interruption(terminal.Stop);
        Describe(console, source, data, learner.Model.Network);
        bool finished = Train(console, learner, interruption.Token);
        Score? score = learner.Test();
        ModelFile.Save(learner.Model, path);
        Report(console, learner.Monitor, score, path, finished);
        if (options.Json)
        {
            TrainingMonitor monitor = learner.Monitor;
            var result = new TrainResult(
                monitor.Loss, score, monitor.Seconds, monitor.SamplesPerSecond, monitor.FinishedEpochs, options.Seed, path, !finished);
            terminal.Output.WriteLine(JsonSerializer.Serialize(result, ResultContext.Default.TrainResult));
        }

        return finished ? ExitCode.Success : ExitCode.Interrupted;
    }

    private static bool Train(IAnsiConsole console, Learner learner, CancellationToken stop)
    {
        bool finished = false;
        TrainingDisplay.Run(console, show =>
        {
            learner.Monitor.Show = show;
            finished = learner.Train(stop);
        });
        return finished;
    }

    private static void Describe(IAnsiConsole console, DataSource source, TrainingData data, Network network)
    {
        string target = data.Target is ClassTarget classes ? $"{classes.Labels.Count} classes (classification)" : "numbers (regression)";
        console.WriteLine(FormattableString.Invariant(
            $"{source.Name}: {data.Set.Count:N0} samples, {data.Set.FeatureCount:N0} features, column {data.TargetName} holds {target}"));
        if (source.Attribution is not null)
        {
            console.WriteLine(source.Attribution);
        }

        console.WriteLine(FormattableString.Invariant(
            $"{data.Split.Training.Length:N0} samples to train on, {data.Split.Test.Length:N0} held out"));
        console.WriteLine(FormattableString.Invariant($"{Architecture.Describe(network)}, {network.Parameters.Length:N0} parameters"));
    }

    private static void Report(IAnsiConsole console, TrainingMonitor monitor, Score? score, string path, bool finished)
    {
        if (score is not null)
        {
            ScoreReport.Write(console, "test", score);
        }

        string speed = FormattableString.Invariant($"{monitor.Seconds:F2} s, {monitor.SamplesPerSecond:N0} samples/s");
        console.WriteLine(FormattableString.Invariant($"{monitor.FinishedEpochs} epochs in {speed}, training loss {monitor.Loss:G4}"));
        console.WriteLine(finished ? $"Wrote {path}" : $"Interrupted: wrote what there is to {path}");
    }
}
