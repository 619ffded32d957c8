using System.Text;
using MlpFast.Cli;
using Spectre.Console;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>How training is shown on a terminal and elsewhere.</summary>
public sealed class TrainingDisplayTests
{
    [Fact]
    public void A_terminal_shows_a_bar_with_loss_validation_and_speed()
    {
        string shown = Show(isTerminal: true, epochs: 3);
        Assert.Contains("epoch 3/3  loss 0.25  validation 97.0 %  1,234 samples/s", shown, StringComparison.Ordinal);
        Assert.Contains("━", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(40, new[] { 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40 })]
    [InlineData(41, new[] { 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 41 })]
    public void Elsewhere_a_few_lines_are_shown(int epochs, int[] shownEpochs)
    {
        string[] lines = Show(isTerminal: false, epochs).Trim().Split('\n');
        Assert.Equal([.. shownEpochs.Select(epoch => $"epoch {epoch}/{epochs}  loss 0.25  validation 97.0 %  1,234 samples/s")], lines);
    }

    [Fact]
    public void The_monitor_counts_epochs_and_validates_at_their_end()
    {
        int validations = 0;
        var shown = new List<TrainingStatus>();
        var monitor = new TrainingMonitor(4, () => $"validation {++validations}  ") { Show = shown.Add };
        Assert.Equal((null, 0), (monitor.Loss, monitor.FinishedEpochs));
        monitor.Report(new FitProgress(1, 2, 1, 2, 10, 0.5));
        Assert.Equal((2.0, 0, 0), (monitor.Loss, monitor.FinishedEpochs, validations));
        monitor.Report(new FitProgress(1, 2, 2, 2, 20, 0.25));
        Assert.Equal((1.0, 1, 1), (monitor.Loss, monitor.FinishedEpochs, validations));
        monitor.Report(new FitProgress(2, 2, 1, 2, 30, 0.125));
        Assert.Equal((0.5, 1, 1), (monitor.Loss, monitor.FinishedEpochs, validations));
        Assert.Equal(["", "validation 1  ", "validation 1  "], shown.Select(status => status.Validation).ToArray());
        Assert.Equal([2.0, 1.0, 0.5], shown.Select(status => status.Loss).ToArray());
    }

    private static string Show(bool isTerminal, int epochs)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new Screen(writer, isTerminal),
        });
        TrainingDisplay.Run(console, show =>
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                for (int batch = 1; batch <= 2; batch++)
                {
                    show(new TrainingStatus(new FitProgress(epoch, epochs, batch, 2, 1, 0), 0.25, "validation 97.0 %  ", 1234));
                }
            }
        });
        return writer.ToString();
    }

    private sealed class Screen(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => 120;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
