using Spectre.Console;

namespace MlpFast.Cli;

/// <summary>
/// Where a command writes: results for other programs to <see cref="Output"/>, what people read to a console over standard output, or over
/// standard error where standard output is taken.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, CancellationToken stop = default)
{
    private const int WidthOfFiles = 160;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Asks training to stop, as Ctrl-C does.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>The console for what people read.</summary>
    /// <param name="outputIsTaken">Whether standard output carries something else.</param>
    public IAnsiConsole Console(bool outputIsTaken)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(outputIsTaken ? Error : Output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
