using System.Globalization;
using System.Text.Json;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary><c>mlpfast evaluate</c>, <c>predict</c> and <c>inspect</c>.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_scores_the_model_s_own_predictions()
    {
        Train("table.csv", Table.Classes(80), "--epochs", "2");
        Model model = Model.Load(PathOf("table.csv.model"));
        float[] samples = Samples(Table.Classes(80));
        int correct = Table.Classes(80).Trim().Split('\n')[1..]
            .Where((line, row) => line.EndsWith(Label(model, samples.AsSpan(row * 2, 2)), StringComparison.Ordinal))
            .Count();

        JsonElement test = EvaluateJson("table.csv");
        Assert.Equal(80, test.GetProperty("samples").GetInt32());
        Assert.Equal(correct / 80.0, test.GetProperty("accuracy").GetDouble());
        string report = ToolRun.Succeeds("evaluate", PathOf("table.csv.model"), PathOf("table.csv"));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"accuracy {correct / 80.0:P2} of 80 samples"), report, StringComparison.Ordinal);
        Assert.Contains("recall", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_are()
    {
        Train("table.csv", Table.Classes(80));
        Write("moved.csv", string.Concat(Table.Classes(80).Trim().Split('\n').Select(line =>
        {
            string[] cells = line.Split(',');
            return $"text,{cells[2]},{cells[1]},{cells[0]}{(cells[0] is "x" ? "2" : "")}\n".Replace("x2", "x", StringComparison.Ordinal);
        })));
        Assert.Equal(
            EvaluateJson("table.csv").GetRawText(),
            EvaluateJson("moved.csv", model: "table.csv").GetRawText());
        Assert.Equal(Predict("table.csv"), ToolRun.Succeeds("predict", PathOf("table.csv.model"), PathOf("moved.csv")));
    }

    [Fact]
    public void Columns_are_found_by_position_without_names()
    {
        Train("table.csv", Table.Classes(80));
        string expected = Predict("table.csv");
        Write("bare.csv", Table.Classes(80, header: ""));
        Assert.Equal(expected, ToolRun.Succeeds("predict", PathOf("table.csv.model"), PathOf("bare.csv")));
        IEnumerable<string> lines = Table.Classes(80, header: "").Trim().Split('\n');
        Write("features.csv", string.Concat(lines.Select(line => line[..line.LastIndexOf(',')] + "\n")));
        Assert.Equal(expected, ToolRun.Succeeds("predict", PathOf("table.csv.model"), PathOf("features.csv")));
    }

    [Fact]
    public void A_target_in_front_is_remembered_by_its_number()
    {
        Train("table.csv", "a,1,2\nb,3,4\na,1,3\nb,3,3\n", "--target", "1", "--test-fraction", "0");
        Assert.Equal(1, EvaluateJson("table.csv").GetProperty("accuracy").GetDouble());
        Assert.Equal(["class", "a", "b", "a", "b"], Predict("table.csv").Trim().Split('\n').Select(line => line.Split(',')[0]).ToArray());
    }

    [Fact]
    public void The_target_may_be_another_column_than_the_model_s()
    {
        Train("table.csv", Table.Classes(80));
        Write("table.csv", "x,y,side,truth\n0.9,0.1,over,under\n0.1,0.9,under,over\n");
        Assert.Equal(0, EvaluateJson("table.csv").GetProperty("accuracy").GetDouble());
        Assert.Equal(1, EvaluateJson("table.csv", target: "truth").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void Predictions_of_a_classifier_are_labels_and_probabilities()
    {
        Train("table.csv", "x,c\n1,\"a, b\"\n2,c\n1,\"a, b\"\n2,c\n", "--test-fraction", "0");
        string[] lines = Predict("table.csv").Trim().Split('\n');
        Assert.Equal("class,\"probability a, b\",probability c", lines[0]);
        Assert.StartsWith("\"a, b\",0.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("c,0.", lines[2], StringComparison.Ordinal);
        Model model = Model.Load(PathOf("table.csv.model"));
        float[] scaled = [1];
        model.FeatureScaling!.Apply(scaled, scaled);
        float[] probabilities = new float[2];
        model.Network.Predict(scaled, probabilities);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"\"a, b\",{probabilities[0]},{probabilities[1]}"),
            lines[1],
            StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Predictions_of_a_regression_are_values()
    {
        Train("table.csv", Table.Numbers(100));
        string[] lines = Predict("table.csv").Trim().Split('\n');
        Assert.Equal(("value", 101), (lines[0], lines.Length));
        double[] targets = [.. Table.Numbers(100).Trim().Split('\n')[1..].Select(line => (float)Number(line.Split(',')[2]))];
        double meanSquare = lines[1..].Select((line, row) => Math.Pow(Number(line) - targets[row], 2)).Average();
        Assert.Equal(EvaluateJson("table.csv").GetProperty("meanSquaredError").GetDouble(), meanSquare, meanSquare * 1e-6);
    }

    [Fact]
    public void Several_outputs_without_labels_are_values_and_cannot_be_scored()
    {
        var network = new Network(2, new Dense(3, Activation.Identity));
        network.Parameters.Clear();
        network.Biases(0)[1] = 0.5f;
        new Model(network).Save(PathOf("table.csv.model"));
        Write("table.csv", "1,2\n3,4\n");
        Assert.Equal("value 1,value 2,value 3\n0,0.5,0\n0,0.5,0\n", Predict("table.csv"));
        Write("table.csv", "1,2,3\n4,5,6\n");
        Assert.Contains(
            "expected class labels or a single output, but the model has 3 outputs and no labels.",
            ToolRun.Fails("evaluate", PathOf("table.csv.model"), PathOf("table.csv")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_go_to_a_file_as_a_whole()
    {
        Train("table.csv", Table.Classes(40));
        string expected = Predict("table.csv");
        string output = ToolRun.Succeeds(
            "predict", PathOf("table.csv.model"), PathOf("table.csv"), "--out", PathOf("out.csv"), "--threads", "3");
        Assert.Contains("40 predictions", output, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllText(PathOf("out.csv")));
        Assert.Equal(["out.csv", "table.csv", "table.csv.model"], _folder.Names());
    }

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.csv.model")]
    public void Predictions_do_not_overwrite_what_they_are_made_from(string name)
    {
        Train("table.csv", Table.Classes(40));
        byte[] before = File.ReadAllBytes(PathOf(name));
        string error = ToolRun.Fails("predict", PathOf("table.csv.model"), PathOf("table.csv"), "--out", PathOf(name));
        Assert.Contains("expected a file other than those read", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(PathOf(name)));
    }

    [Fact]
    public void The_digits_are_data_everywhere()
    {
        ToolRun.Succeeds("train", "digits", "--epochs", "5", "--out", PathOf("digits"));
        ToolRun run = ToolRun.Of("evaluate", PathOf("digits"), "digits");
        Assert.Contains("digits accuracy 9", run.Output, StringComparison.Ordinal);
        Assert.Equal(1798, ToolRun.Succeeds("predict", PathOf("digits"), "digits").Count(character => character == '\n'));
    }

    [Fact]
    public void Inspect_shows_layers_classes_columns_and_scaling()
    {
        Train("table.csv", "x,y,c\n1,10,a\n3,10,b\n1,10,a\n3,10,b\n", "--layers", "5", "--test-fraction", "0", "--epochs", "1");
        string output = ToolRun.Succeeds("inspect", PathOf("table.csv.model"));
        string[] cells = [.. output.Split('│', '\n').Select(cell => cell.Trim()).Where(cell => cell.Length > 0)];
        string text = string.Join(' ', cells);
        Assert.Contains("1 relu 2 5 10 15", text, StringComparison.Ordinal);
        Assert.Contains("2 softmax 5 2 10 12", text, StringComparison.Ordinal);
        Assert.Contains("all 2 2 27", text, StringComparison.Ordinal);
        Assert.Contains("target   c", text, StringComparison.Ordinal);
        Assert.Contains("classes  2: a, b", text, StringComparison.Ordinal);
        Assert.Contains("scaling  standard", text, StringComparison.Ordinal);
        Assert.Contains("x 2 1", text, StringComparison.Ordinal);
        Assert.Contains("y 10 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_a_bare_network_and_only_the_first_of_many_features()
    {
        new Model(new Network(30, new Dense(1, Activation.Identity))).Save(PathOf("bare"));
        string bare = ToolRun.Succeeds("inspect", PathOf("bare"));
        Assert.Contains("classes  none", bare, StringComparison.Ordinal);
        Assert.Contains("scaling  none", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("feature", bare, StringComparison.Ordinal);
        new Model(new Network(30, new Dense(1, Activation.Identity)))
        {
            FeatureNames = [.. Enumerable.Range(0, 30).Select(i => $"name{i}")],
        }.Save(PathOf("wide"));
        string wide = ToolRun.Succeeds("inspect", PathOf("wide"));
        Assert.Contains("name19", wide, StringComparison.Ordinal);
        Assert.DoesNotContain("name20", wide, StringComparison.Ordinal);
        Assert.Contains("and 10 features more", wide, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    public void A_file_that_is_no_model_is_refused(string command)
    {
        Write("table.csv", Table.Classes(10));
        string[] data = command is "inspect" ? [] : [PathOf("table.csv")];
        string error = ToolRun.Fails([command, PathOf("table.csv"), .. data]);
        Assert.StartsWith($"mlpfast: {PathOf("table.csv")}: ", error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", ToolRun.Fails([command, PathOf("none"), .. data]), StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static float[] Samples(string table) =>
        [.. table.Trim().Split('\n')[1..].SelectMany(line => line.Split(',')[..2]).Select(cell => (float)Number(cell))];

    private static string Label(Model model, ReadOnlySpan<float> sample)
    {
        float[] scaled = sample.ToArray();
        model.FeatureScaling!.Apply(scaled, scaled);
        return "," + model.ClassLabels[model.Network.PredictClass(scaled)];
    }

    private string PathOf(string name) => _folder.PathOf(name);

    private void Write(string name, string table) => File.WriteAllText(PathOf(name), table);

    private string Train(string name, string table, params string[] options)
    {
        Write(name, table);
        return ToolRun.Succeeds(["train", PathOf(name), "--out", PathOf($"{name}.model"), .. options]);
    }

    private string Predict(string name) => ToolRun.Succeeds("predict", PathOf($"{name}.model"), PathOf(name));

    private JsonElement EvaluateJson(string name, string? target = null, string? model = null)
    {
        string[] options = target is null ? [] : ["--target", target];
        string path = PathOf($"{model ?? name}.model");
        using var json = JsonDocument.Parse(ToolRun.Succeeds(["evaluate", path, PathOf(name), "--json", .. options]));
        return json.RootElement.GetProperty("test").Clone();
    }
}
