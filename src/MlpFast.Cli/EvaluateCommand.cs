using System.CommandLine;
using System.Text.Json;

namespace MlpFast.Cli;

/// <summary><c>mlpfast evaluate</c>: scores a model on a table.</summary>
internal sealed class EvaluateCommand : DocumentedCommand
{
    private const string Notes = """
        Notes:
          Columns are found by name where the file has a header and the model has names, otherwise by position.

        Example:
          mlpfast evaluate digits.safetensors digits

        """;

    private readonly Argument<string> _model = CommandOptions.Model();
    private readonly Argument<string> _data = CommandOptions.Data();
    private readonly Option<string?> _target = CommandOptions.Target("the model's, or else the last one");
    private readonly Option<int> _threads = CommandOptions.Threads();
    private readonly Option<bool> _json = CommandOptions.Json();

    public EvaluateCommand(Terminal terminal)
        : base("evaluate", "Score a model on a table: accuracy by class, or the squared error of a regression.", Notes)
    {
        Add(_model);
        Add(_data);
        Add(_target);
        Add(_threads);
        Add(_json);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetRequiredValue(_model);
        string? targetOption = parsed.GetValue(_target);
        bool json = parsed.GetValue(_json);
        Model model = ModelFile.Load(path);
        DataSource source = DataSource.Find(parsed.GetRequiredValue(_data));
        CsvTable table = CsvTable.Open(source, targetOption ?? model.TargetName, model.FeatureNames);
        ColumnRoles roles = ColumnRoles.ForModel(table, model, targetOption);
        TargetReader reader = CreateReader(model, path, table, roles.RequireTarget(table));
        DataSet data = DataSet.Read(table, roles.Features, reader);
        model.FeatureScaling?.Apply(data.Features, data.Features);
        using var predictor = Predictions.PredictorFor(model.Network, data.Features, parsed.GetValue(_threads));
        Score score = Score.Of(Predictions.Outputs(predictor, data.Features), reader.Finish());
        ScoreReport.Write(terminal.Console(outputIsTaken: json), source.Name, score);
        if (json)
        {
            var result = new EvaluateResult(score, path, source.Name);
            terminal.Output.WriteLine(JsonSerializer.Serialize(result, ResultContext.Default.EvaluateResult));
        }

        return ExitCode.Success;
    }

    private static TargetReader CreateReader(Model model, string path, CsvTable table, int column)
    {
        if (model.ClassLabels.Count > 0)
        {
            return new KnownClassReader(table, column, model.ClassLabels);
        }

        return model.Network.Outputs == 1
            ? new ValueReader(table, column)
            : throw new UserErrorException(
                $"{path}: expected class labels or a single output, but the model has {model.Network.Outputs} outputs and no labels.");
    }
}
