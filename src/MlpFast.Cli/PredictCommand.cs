using System.CommandLine;
using System.Globalization;
using CsvHelper;

namespace MlpFast.Cli;

/// <summary><c>mlpfast predict</c>: writes a model's predictions for a table.</summary>
internal sealed class PredictCommand : DocumentedCommand
{
    private const string Notes = """
        Notes:
          The predictions are CSV with a header, a row for each row of the table. A classifier gives the class and the output for each
          class: probabilities, if its output layer is a softmax. A regression gives the value.
          Columns are found by name where the file has a header and the model has names, otherwise by position. The target may be absent.

        Example:
          mlpfast predict iris.safetensors new.csv --out predictions.csv

        """;

    private readonly Argument<string> _model = CommandOptions.Model();
    private readonly Argument<string> _data = CommandOptions.Data();
    private readonly Option<int> _threads = CommandOptions.Threads();

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE.csv",
        Description = "Where to write the predictions. [default: standard output]",
    };

    public PredictCommand(Terminal terminal)
        : base("predict", "Write a model's predictions for a table as CSV.", Notes)
    {
        Add(_model);
        Add(_data);
        Add(_out);
        Add(_threads);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string modelPath = parsed.GetRequiredValue(_model);
        DataSource source = DataSource.Find(parsed.GetRequiredValue(_data));
        string? path = parsed.GetValue(_out);
        if (path is not null)
        {
            OutputFile.Require(path, modelPath, source.FilePath);
        }

        Model model = ModelFile.Load(modelPath);
        CsvTable table = CsvTable.Open(source, model.TargetName, model.FeatureNames);
        DataSet data = DataSet.Read(table, ColumnRoles.ForModel(table, model, target: null).Features, target: null);
        model.FeatureScaling?.Apply(data.Features, data.Features);
        using var predictor = Predictions.PredictorFor(model.Network, data.Features, parsed.GetValue(_threads));
        float[] outputs = Predictions.Outputs(predictor, data.Features);
        if (path is null)
        {
            Write(terminal.Output, model, outputs);
            return ExitCode.Success;
        }

        OutputFile.Write(path, writer => Write(writer, model, outputs));
        terminal.Output.WriteLine($"Wrote {data.Count} predictions to {path}");
        return ExitCode.Success;
    }

    private static void Write(TextWriter destination, Model model, float[] outputs)
    {
        using CsvWriter writer = CsvWriter.Create(destination, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        IReadOnlyList<string> labels = model.ClassLabels;
        int outputCount = model.Network.Outputs;
        writer.WriteHeader(Header(labels, outputCount));
        int[] classes = labels.Count > 0 ? Predictions.Classes(outputs, outputCount) : [];
        for (int row = 0; row < outputs.Length / outputCount; row++)
        {
            if (labels.Count > 0)
            {
                writer.WriteField(labels[classes[row]]);
            }

            foreach (float output in outputs.AsSpan(row * outputCount, outputCount))
            {
                writer.WriteField(output, format: default, CultureInfo.InvariantCulture);
            }

            writer.EndRecord();
        }
    }

    private static string[] Header(IReadOnlyList<string> labels, int outputCount)
    {
        if (labels.Count > 0)
        {
            return ["class", .. labels.Select(label => $"probability {label}")];
        }

        return outputCount == 1 ? ["value"] : [.. Enumerable.Range(1, outputCount).Select(output => $"value {output}")];
    }
}
