using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace MlpFast.Cli;

/// <summary><c>mlpfast inspect</c>: shows what a model file holds.</summary>
internal sealed class InspectCommand : DocumentedCommand
{
    private const string Notes = """
        Example:
          mlpfast inspect digits.safetensors

        """;

    private const int MostFeatures = 20;

    private readonly Argument<string> _model = CommandOptions.Model();

    public InspectCommand(Terminal terminal)
        : base("inspect", "Show what a model file holds: layers, parameter counts, class labels, columns and scaling.", Notes)
    {
        Add(_model);
        SetAction(parsed => Run(parsed.GetRequiredValue(_model), terminal.Console(outputIsTaken: false)));
    }

    private static int Run(string path, IAnsiConsole console)
    {
        Model model = ModelFile.Load(path);
        console.Write(Layers(model.Network));
        Line(console, "target", model.TargetName ?? "not named");
        Line(console, "classes", model.ClassLabels.Count > 0 ? $"{model.ClassLabels.Count}: {Listing.Of(model.ClassLabels)}" : "none");
        Line(console, "scaling", model.FeatureScaling is null ? "none" : "standard");
        if (model.FeatureNames.Count > 0 || model.FeatureScaling is not null)
        {
            console.Write(Features(model));
            if (model.Network.Inputs > MostFeatures)
            {
                console.WriteLine(FormattableString.Invariant($"and {model.Network.Inputs - MostFeatures:N0} features more"));
            }
        }

        return ExitCode.Success;
    }

    private static Table Layers(Network network)
    {
        Table table = NewTable(["layer", "activation"], ["inputs", "outputs", "weights", "parameters"]);
        int inputs = network.Inputs;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            Dense layer = network.Layers[i];
            int weights = network.Weights(i).Length;
            string[] sizes = [Number(inputs), Number(layer.Outputs), Number(weights), Number(weights + layer.Outputs)];
            AddRow(table, [$"{i + 1}", Architecture.Name(layer.Activation), .. sizes]);
            inputs = layer.Outputs;
        }

        AddRow(table, "all", "", Number(network.Inputs), Number(network.Outputs), "", Number(network.Parameters.Length));
        return table;
    }

    private static Table Features(Model model)
    {
        Table table = NewTable(["feature"], ["mean", "deviation"]);
        for (int i = 0; i < Math.Min(model.Network.Inputs, MostFeatures); i++)
        {
            AddRow(
                table,
                model.FeatureNames.Count > 0 ? model.FeatureNames[i] : $"{i + 1}",
                model.FeatureScaling is null ? "" : Number(model.FeatureScaling.Means[i]),
                model.FeatureScaling is null ? "" : Number(model.FeatureScaling.StandardDeviations[i]));
        }

        return table;
    }

    private static Table NewTable(string[] texts, string[] numbers)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        table.AddColumns([.. texts.Select(text => new TableColumn(text))]);
        table.AddColumns([.. numbers.Select(number => new TableColumn(number).RightAligned())]);
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static void Line(IAnsiConsole console, string name, string value) => console.WriteLine($"{name,-8} {value}");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(float value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
