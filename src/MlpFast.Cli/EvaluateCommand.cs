using System.CommandLine;
using System.Text.Json;

namespace MlpFast.Cli;

/// <summary><c>mlpfast evaluate</c>: scores a model on a table.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "evaluate",
            "Score a model on a table: accuracy and a table by class, or the squared error and R² of a regression.\n\n"
                + "Columns are found by name if the file has a header and the model knows names, otherwise by position.\n\n"
                + "Example:\n"
                + "  mlpfast evaluate digits.safetensors digits")
        {
            Options.Model,
            Options.Data,
            Options.Target,
            Options.Threads,
            Options.Json,
        };
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetRequiredValue(Options.Model);
        string? targetOption = parsed.GetValue(Options.Target);
        bool json = parsed.GetValue(Options.Json);
        Model model = Model.Load(path);
        DataSource source = DataSource.Find(parsed.GetRequiredValue(Options.Data));
        CsvTable table = CsvTable.Open(source, targetOption ?? model.TargetName, model.FeatureNames);
        ColumnRoles roles = ColumnRoles.ForModel(table, model, targetOption);
        TargetReader reader = CreateReader(model, path, roles.RequireTarget(table));
        DataSet data = DataSet.Read(table, roles.Features, reader);
        model.FeatureScaling?.Apply(data.Features, data.Features);
        Score score = Score.Of(Predictions.Outputs(model.Network, data.Features, parsed.GetValue(Options.Threads)), reader.Finish());
        ScoreReport.Write(terminal.Console(outputIsTaken: json), source.Name, score);
        if (json)
        {
            var result = new EvaluateResult(score, path, source.Name);
            terminal.Output.WriteLine(JsonSerializer.Serialize(result, ResultContext.Default.EvaluateResult));
        }

        return ExitCode.Success;
    }

    private static TargetReader CreateReader(Model model, string path, int column)
    {
        if (model.ClassLabels.Count > 0)
        {
            return new ClassReader(column, model.ClassLabels);
        }

        return model.Network.Outputs == 1
            ? new ValueReader(column)
            : throw new UserErrorException(
                $"{path}: expected class labels or a single output, but the model has {model.Network.Outputs} outputs and no labels.");
    }
}
