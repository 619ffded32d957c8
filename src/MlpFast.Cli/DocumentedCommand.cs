using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MlpFast.Cli;

/// <summary>A command whose help ends with notes and examples.</summary>
internal abstract class DocumentedCommand(string name, string description, string notes) : Command(name, description)
{
    private string Notes { get; } = notes;

    /// <summary>A help option that shows these notes.</summary>
    public static HelpOption CreateHelpOption() => new() { Action = new NotedHelp() };

    private sealed class NotedHelp : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int exitCode = _help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand command)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(command.Notes);
            }

            return exitCode;
        }
    }
}
