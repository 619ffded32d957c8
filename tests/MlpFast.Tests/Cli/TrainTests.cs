using System.Text.Json;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary><c>mlpfast train</c>, within this process.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_main_job_reads_digits()
    {
        JsonElement result = TrainJson("digits");
        JsonElement test = result.GetProperty("test");
        Assert.True(test.GetProperty("accuracy").GetDouble() >= 0.97);
        Assert.Equal(359, test.GetProperty("samples").GetInt32());
        Assert.Equal(10, test.GetProperty("classes").GetArrayLength());
        Assert.Equal(359, test.GetProperty("classes").EnumerateArray().Sum(row => row.GetProperty("support").GetInt32()));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Load().ClassLabels);
    }

    [Fact]
    public void The_report_has_a_table_by_class_and_names_the_source_of_the_digits()
    {
        string output = ToolRun.Succeeds("train", "digits", "--epochs", "1", "--out", Model);
        Assert.Contains("CC BY 4.0", output, StringComparison.Ordinal);
        Assert.Contains("precision", output, StringComparison.Ordinal);
        Assert.Contains("test accuracy", output, StringComparison.Ordinal);
        Assert.Contains($"Wrote {Model}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_and_nothing_else()
    {
        ToolRun run = ToolRun.Of("train", Write(Table.Classes(50)), "--epochs", "7", "--seed", "3", "--json", "--out", Model);
        using var json = JsonDocument.Parse(run.Output);
        JsonElement result = json.RootElement;
        Assert.Equal(
            ["finalTrainingLoss", "test", "seconds", "samplesPerSecond", "epochs", "seed", "model", "interrupted"],
            result.EnumerateObject().Select(property => property.Name).ToArray());
        Assert.InRange(result.GetProperty("finalTrainingLoss").GetDouble(), 0.001, 10);
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 0, 60);
        Assert.True(result.GetProperty("samplesPerSecond").GetDouble() > 0);
        Assert.Equal((7, 3), (result.GetProperty("epochs").GetInt32(), result.GetProperty("seed").GetInt32()));
        Assert.False(result.GetProperty("interrupted").GetBoolean());
        Assert.Contains("epoch 7/7", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_is_learned_in_its_own_unit()
    {
        JsonElement test = TrainJson(Write(Table.Numbers(300))).GetProperty("test");
        Assert.True(test.GetProperty("r2").GetDouble() > 0.99);
        Assert.InRange(test.GetProperty("rootMeanSquaredError").GetDouble(), 1, 60);
        Assert.Equal(
            Math.Pow(test.GetProperty("rootMeanSquaredError").GetDouble(), 2), test.GetProperty("meanSquaredError").GetDouble(), 1e-6);
        Assert.Equal(Activation.Identity, Load().Network.Layers[^1].Activation);
    }

    [Theory]
    [InlineData("cross-entropy", Activation.Softmax)]
    [InlineData("mse", Activation.Sigmoid)]
    [InlineData("half-mse", Activation.Sigmoid)]
    public void The_loss_decides_the_output_layer(string loss, Activation expected)
    {
        JsonElement result = TrainJson(Write(Table.Classes(200)), "--loss", loss, "--learning-rate", "0.5");
        Assert.True(result.GetProperty("test").GetProperty("accuracy").GetDouble() > 0.9);
        Assert.Equal(new Dense(2, expected), Load().Network.Layers[^1]);
    }

    [Theory]
    [InlineData("8,3", "sigmoid", new[] { 8, 3, 2 }, Activation.Sigmoid)]
    [InlineData("5", "tanh", new[] { 5, 2 }, Activation.Tanh)]
    [InlineData("5", "identity", new[] { 5, 2 }, Activation.Identity)]
    [InlineData("4, 4", "relu", new[] { 4, 4, 2 }, Activation.ReLU)]
    [InlineData("none", "relu", new[] { 2 }, Activation.ReLU)]
    public void Layers_are_those_asked_for(string layers, string activation, int[] sizes, Activation hidden)
    {
        TrainJson(Write(Table.Classes(40)), "--layers", layers, "--activation", activation, "--epochs", "1");
        IReadOnlyList<Dense> actual = Load().Network.Layers;
        Assert.Equal(sizes, actual.Select(layer => layer.Outputs));
        Assert.All(actual.SkipLast(1), layer => Assert.Equal(hidden, layer.Activation));
    }

    [Fact]
    public void The_same_command_writes_the_same_bytes_and_another_seed_others()
    {
        string table = Write(Table.Classes(60));
        byte[] first = TrainBytes(table);
        Assert.Equal(first, TrainBytes(table));
        Assert.Equal(first, TrainBytes(table, "--threads", "2"));
        Assert.Equal(first, TrainBytes(table, "--style", "per-sample"));
        Assert.Equal(first, TrainBytes(table, "--shuffle"));
        Assert.NotEqual(first, TrainBytes(table, "--seed", "2"));
        Assert.NotEqual(first, TrainBytes(table, "--no-shuffle"));
    }

    [Fact]
    public void Training_is_the_library_s_own()
    {
        string table = Write("1,2,a\n3,-1,b\n0,0.5,b\n2,2,a\n-1,4,b\n");
        TrainJson(
            table,
            ["--layers", "3", "--activation", "tanh", "--epochs", "4", "--batch-size", "2", "--reduction", "sum", "--learning-rate",
                "0.125", "--scale", "none", "--no-shuffle", "--test-fraction", "0", "--seed", "9"]);

        var network = new Network(2, new Dense(3, Activation.Tanh), new Dense(2, Activation.Softmax));
        network.Initialize(9);
        var trainer = new Trainer(network, Loss.CrossEntropy, new StochasticGradientDescent(0.125f), Reduction.Sum);
        trainer.Fit(
            [1, 2, 3, -1, 0, 0.5f, 2, 2, -1, 4],
            [1, 0, 0, 1, 0, 1, 1, 0, 0, 1],
            new FitOptions { Epochs = 4, BatchSize = 2, Order = BatchOrder.Sequential });
        Assert.Equal(network.Parameters.ToArray(), Load().Network.Parameters.ToArray());
    }

    [Fact]
    public void All_samples_can_be_one_batch()
    {
        string table = Write(Table.Classes(50));
        Assert.Equal(TrainBytes(table, "--batch-size", "40"), TrainBytes(table, "--batch-size", "all"));
        Assert.Contains(
            "--batch-size: expected at most 40, all samples to train on, but got 41.",
            ToolRun.Fails("train", table, "--batch-size", "41", "--out", Model),
            StringComparison.Ordinal);
    }

    [Fact]
    public void With_nothing_held_out_there_is_no_score()
    {
        JsonElement result = TrainJson(Write(Table.Classes(50)), "--test-fraction", "0", "--epochs", "1");
        Assert.Equal(JsonValueKind.Null, result.GetProperty("test").ValueKind);
        ToolRun run = ToolRun.Of("train", Write(Table.Classes(50)), "--test-fraction", "0", "--epochs", "1", "--out", Model);
        Assert.DoesNotContain("validation", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_knows_its_columns_and_its_scaling()
    {
        TrainJson(Write("y,x,c\n1,10,a\n3,10,b\n1,10,a\n3,10,b\n"), "--test-fraction", "0", "--epochs", "1");
        Model model = Load();
        Assert.Equal(["y", "x"], model.FeatureNames);
        Assert.Equal("c", model.TargetName);
        Assert.Equal([2f, 10], model.FeatureScaling!.Means.ToArray());
        Assert.Equal([1f, 1], model.FeatureScaling.StandardDeviations.ToArray());
        TrainJson(Write("1,10,a\n3,10,b\n1,10,a\n3,10,b\n"), "--test-fraction", "0", "--epochs", "1", "--scale", "none");
        Assert.Null(Load().FeatureScaling);
        Assert.Empty(Load().FeatureNames);
        Assert.Equal("3", Load().TargetName);
    }

    [Fact]
    public void Training_that_diverges_is_an_error_and_writes_nothing()
    {
        string table = Write(Table.Numbers(100));
        ToolRun run = ToolRun.Of("train", table, "--learning-rate", "1000", "--json", "--out", Model);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("Training diverged in epoch", run.Error, StringComparison.Ordinal);
        Assert.Equal(["table.csv"], _folder.Names());
    }

    [Fact]
    public void A_request_to_stop_saves_what_there_is()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        ToolRun run = ToolRun.Of(stop.Token, "train", Write(Table.Classes(50)), "--json", "--out", Model);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains($"Interrupted: wrote what there is to {Model}", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("interrupted").GetBoolean());
        Assert.Equal(0, json.RootElement.GetProperty("epochs").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("finalTrainingLoss").ValueKind);
        Assert.Equal(2, Load().Network.Inputs);
    }

    [Theory]
    [InlineData("missing/model.safetensors", "--out: expected a file in a directory that exists")]
    [InlineData("table.csv", "--out: expected a file other than those read")]
    [InlineData("", "--out: expected a file, but")]
    public void The_output_file_is_checked_before_anything_is_done(string name, string expected)
    {
        string table = Write(Table.Classes(20));
        string error = ToolRun.Fails("train", table, "--out", Path.Combine(Path.GetDirectoryName(table)!, name));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(Table.Classes(20), File.ReadAllText(table));
    }

    [Fact]
    public void Cross_entropy_of_a_regression_is_refused() => Assert.Contains(
        "--loss: expected mse or half-mse for regression, but got cross-entropy",
        ToolRun.Fails("train", Write(Table.Numbers(30)), "--loss", "cross-entropy", "--out", Model),
        StringComparison.Ordinal);

    [Fact]
    public void Layers_beyond_memory_are_refused() => Assert.Contains(
        "--layers: ",
        ToolRun.Fails("train", Write(Table.Numbers(30)), "--layers", "2000000000,2000000000", "--out", Model),
        StringComparison.Ordinal);

    private string Model => _folder.PathOf("model.safetensors");

    private string Write(string table)
    {
        File.WriteAllText(_folder.PathOf("table.csv"), table);
        return _folder.PathOf("table.csv");
    }

    private JsonElement TrainJson(string table, params string[] options)
    {
        using var json = JsonDocument.Parse(ToolRun.Succeeds(["train", table, "--json", "--out", Model, .. options]));
        return json.RootElement.Clone();
    }

    private byte[] TrainBytes(string table, params string[] options)
    {
        TrainJson(table, ["--epochs", "3", "--layers", "8", .. options]);
        return File.ReadAllBytes(Model);
    }

    private Model Load() => MlpFast.Model.Load(Model);
}
