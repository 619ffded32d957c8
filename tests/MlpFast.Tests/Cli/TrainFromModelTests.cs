using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary><c>mlpfast train --init</c>: starts from a model's weights.</summary>
public sealed class TrainFromModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Epochs_in_two_runs_are_those_of_one()
    {
        string[] options = ["--no-shuffle", "--test-fraction", "0", "--layers", "6", "--scale", "none"];
        byte[] atOnce = Train("once", Table.Classes(40), ["--epochs", "5", .. options]);
        Train("first", Table.Classes(40), ["--epochs", "2", .. options]);
        string[] start = ["--init", PathOf("first")];
        byte[] inTwo = Train("second", Table.Classes(40), ["--epochs", "3", "--no-shuffle", "--test-fraction", "0", .. start]);
        Assert.Equal(atOnce, inTwo);
    }

    [Fact]
    public void Scaling_classes_and_columns_are_the_model_s()
    {
        Train("first", Table.Classes(40), "--epochs", "1");
        Model first = Model.Load(PathOf("first"));
        const string Moved = "other,side,y,x\n9,under,0.5,2\n9,under,0.25,4\n";
        Train("second", Moved, "--epochs", "1", "--test-fraction", "0", "--init", PathOf("first"));
        Model second = Model.Load(PathOf("second"));
        Assert.Equal(first.FeatureScaling!.Means.ToArray(), second.FeatureScaling!.Means.ToArray());
        Assert.Equal(first.ClassLabels, second.ClassLabels);
        Assert.Equal(first.FeatureNames, second.FeatureNames);
        Assert.Equal("side", second.TargetName);
        Assert.NotEqual(first.Network.Parameters.ToArray(), second.Network.Parameters.ToArray());
    }

    [Fact]
    public void A_regression_goes_on_where_it_was()
    {
        Train("first", Table.Numbers(200));
        string before = ToolRun.Succeeds("evaluate", PathOf("first"), PathOf("table.csv"), "--json");
        Train("second", Table.Numbers(200), "--epochs", "1", "--learning-rate", "1e-30", "--init", PathOf("first"));
        string after = ToolRun.Succeeds("evaluate", PathOf("second"), PathOf("table.csv"), "--json");
        Assert.Equal(Error(before), Error(after), Error(before) * 1e-3);
    }

    [Fact]
    public void A_network_of_another_tool_starts_without_scaling_and_gets_its_classes_from_the_data()
    {
        var network = new Network(2, new Dense(3, Activation.Sigmoid), new Dense(2, Activation.Sigmoid));
        network.Initialize(Initializer.Uniform(-0.5f, 0.5f), Initializer.Zeros, 4);
        new Model(network).Save(PathOf("start"));
        Train(
            "trained",
            "1,2,a\n3,-1,b\n0,0.5,b\n",
            ["--init", PathOf("start"), "--loss", "half-mse", "--no-shuffle", "--style", "per-sample", "--test-fraction", "0", "--epochs",
                "3", "--batch-size", "all", "--learning-rate", "0.5"]);

        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(0.5f));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            trainer.Update([1, 2, 3, -1, 0, 0.5f], [1, 0, 0, 1, 0, 1]);
        }

        Model trained = Model.Load(PathOf("trained"));
        Assert.Equal(network.Parameters.ToArray(), trained.Network.Parameters.ToArray());
        Assert.Null(trained.FeatureScaling);
        Assert.Equal(["a", "b"], trained.ClassLabels);
    }

    [Fact]
    public void One_sigmoid_output_learns_numbers()
    {
        var network = new Network(2, new Dense(3, Activation.Sigmoid), new Dense(1, Activation.Sigmoid));
        network.Initialize(1);
        new Model(network).Save(PathOf("start"));
        Train("trained", "0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "--init", PathOf("start"), "--test-fraction", "0", "--scale", "standard");
        Model trained = Model.Load(PathOf("trained"));
        Assert.Empty(trained.ClassLabels);
        Assert.NotNull(trained.FeatureScaling);
        Assert.Equal(Activation.Sigmoid, trained.Network.Layers[^1].Activation);
    }

    [Theory]
    [InlineData("--layers", "7", "--layers: expected those of ")]
    [InlineData("--layers", "6,6", "--layers: expected those of ")]
    [InlineData("--activation", "tanh", "--activation: expected that of ")]
    [InlineData("--loss", "mse", "--loss: expected cross-entropy, since the output layer of ")]
    [InlineData("--scale", "none", "--scale: expected standard, since ")]
    [InlineData("--task", "regression", "--task: expected classification, which is what ")]
    public void What_contradicts_the_model_is_refused(string option, string value, string expected)
    {
        Train("first", Table.Classes(40), "--layers", "6", "--epochs", "1");
        string error = ToolRun.Fails("train", PathOf("table.csv"), "--init", PathOf("first"), option, value, "--out", PathOf("second"));
        Assert.StartsWith("mlpfast: " + expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("second")));
    }

    [Fact]
    public void What_agrees_with_the_model_may_be_said_again()
    {
        string[] options =
            ["--layers", "6", "--activation", "tanh", "--loss", "cross-entropy", "--task", "classification", "--scale", "standard"];
        Train("first", Table.Classes(40), ["--epochs", "1", .. options]);
        Assert.NotEmpty(Train("second", Table.Classes(40), ["--epochs", "1", "--init", PathOf("first"), .. options]));
    }

    [Theory]
    [InlineData("x,z,side\n1,2,over\n1,2,under\n", "expected a column for the model's feature 'y', but there are only x, z, side.")]
    [InlineData("x,y\n1,2\n3,4\n", "expected a target column beside the features, but there is none.")]
    [InlineData("1,2,3,over\n1,2,3,under\n", "expected the model's 2 features, with or without a target, but got 4 columns.")]
    [InlineData("x,y,side\n1,2,over\n1,2,left\n", "expected one of the model's classes (over, under), but got 'left'.")]
    public void Data_that_do_not_fit_the_model_are_refused(string table, string expected)
    {
        Train("first", Table.Classes(40), "--epochs", "1");
        File.WriteAllText(PathOf("table.csv"), table);
        string error = ToolRun.Fails("train", PathOf("table.csv"), "--init", PathOf("first"), "--out", PathOf("second"));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_classes_as_outputs_are_needed()
    {
        var network = new Network(2, new Dense(3, Activation.Softmax));
        new Model(network).Save(PathOf("start"));
        File.WriteAllText(PathOf("table.csv"), Table.Classes(10));
        Assert.Contains(
            "expected 3 classes, one for each output of the network, but got 2.",
            ToolRun.Fails("train", PathOf("table.csv"), "--init", PathOf("start"), "--out", PathOf("second")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "expected a model file, but there is no such file")]
    [InlineData("table.csv", "")]
    public void What_is_no_model_is_refused(string name, string expected)
    {
        File.WriteAllText(PathOf("table.csv"), Table.Classes(10));
        string error = ToolRun.Fails("train", PathOf("table.csv"), "--init", PathOf(name), "--out", PathOf("second"));
        Assert.StartsWith($"mlpfast: {PathOf(name)}: {expected}", error, StringComparison.Ordinal);
    }

    private static double Error(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("test").GetProperty("rootMeanSquaredError").GetDouble();
    }

    private string PathOf(string name) => _folder.PathOf(name);

    private byte[] Train(string model, string table, params string[] options)
    {
        File.WriteAllText(PathOf("table.csv"), table);
        ToolRun.Succeeds(["train", PathOf("table.csv"), "--out", PathOf(model), .. options]);
        return File.ReadAllBytes(PathOf(model));
    }
}
