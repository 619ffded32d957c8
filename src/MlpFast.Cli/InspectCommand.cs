using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace MlpFast.Cli;

/// <summary><c>mlpfast inspect</c>: shows what a model file holds.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "inspect", "Show a model's layers, shapes and parameter counts, its class labels, its columns and how it scales the features.")
        {
            Options.Model,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Options.Model), terminal.Console(outputIsTaken: false)));
        return command;
    }

    private static int Run(string path, IAnsiConsole console)
    {
        Model model = Model.Load(path);
        console.Write(Layers(model.Network));
        Line(console, "target", model.TargetName ?? "not named");
        Line(console, "classes", model.ClassLabels.Count > 0 ? $"{model.ClassLabels.Count}: {Listing.Of(model.ClassLabels)}" : "none (regression)");
        Line(console, "scaling", model.FeatureScaling is null ? "none" : "standard");
        if (model.FeatureNames.Count > 0 || model.FeatureScaling is not null)
        {
            console.Write(Features(model));
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
            AddRow(table, $"{i + 1}", Architecture.Name(layer.Activation), Number(inputs), Number(layer.Outputs), Number(weights), Number(weights + layer.Outputs));
            inputs = layer.Outputs;
        }

        AddRow(table, "all", "", Number(network.Inputs), Number(network.Outputs), "", Number(network.Parameters.Length));
        return table;
    }

    private static Table Features(Model model)
    {
        Table table = NewTable(["feature"], ["mean", "deviation"]);
        for (int i = 0; i < model.Network.Inputs; i++)
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
        table.AddColumns([.. texts.Select(text => new TableColumn(text)), .. numbers.Select(number => new TableColumn(number).RightAligned())]);
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static void Line(IAnsiConsole console, string name, string value) => console.WriteLine($"{name,-8} {value}");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(float value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
