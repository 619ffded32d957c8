using System.Diagnostics;
using Spectre.Console;

namespace MlpFast.Cli;

/// <summary>Shows training as it goes: a live progress bar on a terminal, elsewhere a few plain lines.</summary>
internal static class TrainingDisplay
{
    private const int MostLines = 20;
    private const int BarWidth = 16;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the training, which tells the display of every batch.</summary>
    public static void Run(IAnsiConsole console, Action<Action<TrainingStatus>> train)
    {
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Interactive)
        {
            RunLive(console, train);
        }
        else
        {
            train(status => ShowLine(console, status));
        }
    }

    private static void RunLive(IAnsiConsole console, Action<Action<TrainingStatus>> train) => console.Progress()
        .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context =>
        {
            ProgressTask task = context.AddTask("starting");
            var sinceShown = Stopwatch.StartNew();
            train(status =>
            {
                FitProgress progress = status.Progress;
                bool isLast = progress.IsEpochEnd && progress.Epoch == progress.Epochs;
                if (isLast || sinceShown.Elapsed > Refresh)
                {
                    task.MaxValue = (double)progress.Epochs * progress.Batches;
                    task.Value = ((double)(progress.Epoch - 1) * progress.Batches) + progress.Batch;
                    task.Description = status.ToString();
                    sinceShown.Restart();
                }
            });
        });

    private static void ShowLine(IAnsiConsole console, TrainingStatus status)
    {
        FitProgress progress = status.Progress;
        int every = ((progress.Epochs - 1) / MostLines) + 1;
        if (progress.IsEpochEnd && (progress.Epoch % every == 0 || progress.Epoch == progress.Epochs))
        {
            console.WriteLine(status.ToString());
        }
    }
}
