using System.CommandLine;
using System.Globalization;
using CsvHelper;

namespace MlpFast.Cli;

/// <summary><c>mlpfast predict</c>: writes a model's predictions for a table.</summary>
internal static class PredictCommand
{
    private static readonly Option<string?> Out = new("--out")
    {
        HelpName = "FILE.csv",
        Description = "Where to write the predictions. [default: standard output]",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "predict",
            "Write a model's predictions for a table as CSV, a row for each row: of a classifier the class and its outputs, one for each "
                + "class (probabilities, if its output layer is a softmax); otherwise the predicted value.\n\n"
                + "Columns are found by name if the file has a header and the model knows names, otherwise by position. The target column may "
                + "be absent.\n\n"
                + "Example:\n"
                + "  mlpfast predict iris.safetensors new.csv --out predictions.csv")
        {
            Options.Model,
            Options.Data,
            Out,
            Options.Threads,
        };
        command.SetAction(parsed => Run(parsed, terminal));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal)
    {
        string modelPath = parsed.GetRequiredValue(Options.Model);
        DataSource source = DataSource.Find(parsed.GetRequiredValue(Options.Data));
        string? path = parsed.GetValue(Out);
        if (path is not null)
        {
            OutputFile.Require(path, modelPath, source.FilePath);
        }

        Model model = Model.Load(modelPath);
        CsvTable table = CsvTable.Open(source, model.TargetName, model.FeatureNames);
        DataSet data = DataSet.Read(table, ColumnRoles.ForModel(table, model, target: null).Features, target: null);
        model.FeatureScaling?.Apply(data.Features, data.Features);
        float[] outputs = Predictions.Outputs(model.Network, data.Features, parsed.GetValue(Options.Threads));
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
