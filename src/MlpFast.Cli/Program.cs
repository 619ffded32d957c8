using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace MlpFast.Cli;

/// <summary><c>mlpfast</c>: the commands, and what becomes of their errors.</summary>
internal static class Program
{
    public static int Main(string[] args) => Run(args, new Terminal(Console.Out, Console.Error));

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0, 2 for an error of the user, 130 after Ctrl-C.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        ParseResult parsed = CommandTree(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction error)
        {
            foreach (ParseError each in parsed.Errors)
            {
                WriteError(terminal, Message(each));
            }

            // What is left of the action: the errors again, and to its output what may have been meant, and all commands where none
            // was recognized.
            error.ShowHelp = parsed.CommandResult.Parent is null;
            parsed.Invoke(new InvocationConfiguration { Output = terminal.Error, Error = TextWriter.Null });
            return ExitCode.UserError;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output,
                Error = terminal.Error,
            });
        }
        catch (Exception exception) when (
            exception is UserErrorException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            WriteError(terminal, exception.Message);
            return ExitCode.UserError;
        }
    }

    /// <summary>What is wrong; of an argument that is missing, which one it is.</summary>
    private static string Message(ParseError error) =>
        error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult parent } missing
            ? $"{parent.Command.Name}: expected {missing.Argument.Name}, but got nothing."
            : error.Message;

    private static void WriteError(Terminal terminal, string message) => terminal.Error.WriteLine($"mlpfast: {message}");

    private static Command CommandTree(Terminal terminal) => new("mlpfast", "Train, evaluate and run multilayer perceptrons on CSV files.")
    {
        new TrainCommand(terminal),
        new EvaluateCommand(terminal),
        new PredictCommand(terminal),
        new InspectCommand(terminal),
        DocumentedCommand.CreateHelpOption(),
        new VersionOption(),
    };
}
