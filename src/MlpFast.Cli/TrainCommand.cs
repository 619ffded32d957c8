using System.CommandLine;
using System.Globalization;

namespace MlpFast.Cli;

/// <summary><c>mlpfast train</c>: its options. <see cref="Training"/> does the work.</summary>
internal sealed class TrainCommand : DocumentedCommand
{
    private const string Notes = """
        Notes:
          The CSV file is UTF-8 text, with or without a header. Features are numbers; class labels may be any text. The first line is a
          header if --target names one of its cells, if none of its cells but the target is a number, or if its target is text and that
          of the next line a number.
          Every epoch ends with a score of the held-out part, which decides nothing: it tells how the network does on data it never saw.
          Ctrl-C finishes the batch at hand, saves what there is and exits with code 130. Errors exit with code 2 and write nothing.

        Examples:
          mlpfast train digits
          mlpfast train iris.csv --target species --layers 32,16 --epochs 200
          mlpfast train houses.csv --target price --task regression --json

        """;

    private readonly Argument<string> _data = CommandOptions.Data();

    private readonly Option<string?> _target = CommandOptions.Target("the last one");

    private readonly Option<LearningTask?> _task = CommandOptions.Choice(
        "--task",
        "What to learn. [default: classification if most of the target is text, or if it has at most 20 different values, none a fraction, "
            + "each twice on average; otherwise regression]",
        ("classification", LearningTask.Classification),
        ("regression", LearningTask.Regression));

    private readonly Option<IReadOnlyList<int>?> _layers = CommandOptions.Create<IReadOnlyList<int>?>(
        "--layers",
        "32,16",
        $"Sizes of the hidden layers, or none. [default: {string.Join(',', Architecture.DefaultHiddenLayers)}]",
        "sizes of at least 1 such as 32,16, or none",
        ParseLayers);

    private readonly Option<Activation?> _activation = CommandOptions.Choice(
        "--activation",
        "Activation of the hidden layers. [default: relu]",
        ("sigmoid", Activation.Sigmoid),
        ("relu", Activation.ReLU),
        ("tanh", Activation.Tanh),
        ("identity", Activation.Identity));

    private readonly Option<Loss?> _loss = CommandOptions.Choice(
        "--loss",
        "What to minimize; the output layer goes with it. cross-entropy: classes, softmax. mse, half-mse: sigmoid for classes, identity "
            + "for regression; half-mse reports half the squared error and has the gradient prediction - target. "
            + "[default: cross-entropy for classes, mse for regression]",
        ("mse", Loss.MeanSquaredError),
        ("half-mse", Loss.HalfMeanSquaredError),
        ("cross-entropy", Loss.CrossEntropy));

    private readonly Option<int> _epochs = CommandOptions.WithDefault(
        CommandOptions.Create<int>(
            "--epochs", "N", "Passes over the training data.", "a whole number of at least 1", CommandOptions.PositiveInteger),
        80);

    private readonly Option<BatchSize?> _batchSize = CommandOptions.Create<BatchSize?>(
        "--batch-size",
        "N|all",
        $"Samples an update; a last short batch counts with its own size. [default: {Learner.DefaultBatchSize}, or all if there are fewer]",
        "a whole number of at least 1, or all",
        ParseBatchSize);

    private readonly Option<UpdateStyle?> _style = CommandOptions.Choice(
        "--style",
        "Add up a batch's gradients sample by sample, or take it whole; the result is the same. [default: batch]",
        ("per-sample", UpdateStyle.PerSample),
        ("batch", UpdateStyle.Batch));

    private readonly Option<Reduction?> _reduction = CommandOptions.Choice(
        "--reduction",
        "Step along the mean of a batch's gradients, or along their sum, which wants a smaller learning rate. [default: mean]",
        ("mean", Reduction.Mean),
        ("sum", Reduction.Sum));

    private readonly Option<float?> _learningRate = CommandOptions.Create<float?>(
        "--learning-rate",
        "RATE",
        FormattableString.Invariant(
            $"Step size of gradient descent. [default: {Learner.ClassificationRate} for classes, {Learner.RegressionRate} for regression]"),
        "a number above 0",
        ParseLearningRate);

    private readonly Option<Scaling?> _scaling = CommandOptions.Choice(
        "--scale",
        "standard: every feature, and a regression's target, minus its mean over the training data, divided by its standard deviation; "
            + "the model file carries the factors. [default: standard]",
        ("standard", Scaling.Standard),
        ("none", Scaling.None));

    private readonly Option<bool> _shuffle = new("--shuffle") { Description = "Every epoch in a new random order. [default]" };

    private readonly Option<bool> _noShuffle = new("--no-shuffle") { Description = "Every epoch in the order of the file." };

    private readonly Option<double> _testFraction = CommandOptions.WithDefault(
        CommandOptions.Create<double>(
            "--test-fraction",
            "FRACTION",
            "Part of the data, and of every class, to hold out for scoring; 0 to train on everything.",
            "a number from 0 to below 1",
            ParseTestFraction),
        0.2);

    private readonly Option<ulong> _seed = CommandOptions.WithDefault(
        CommandOptions.Create<ulong>(
            "--seed",
            "N",
            "Decides the held-out rows, the initial weights and the order of the samples.",
            $"a whole number from 0 to {ulong.MaxValue}",
            ParseSeed),
        1UL);

    private readonly Option<int> _threads = CommandOptions.Threads();

    private readonly Option<string?> _init = new("--init")
    {
        HelpName = "FILE",
        Description = "Start from this model: weights and layers, and if it has them, class labels, columns and scaling (otherwise none).",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Where to write the model; a file of that name is replaced. [default: the data's name, ending in .safetensors, in the current directory]",
    };

    private readonly Option<bool> _json = CommandOptions.Json();

    public TrainCommand(Terminal terminal)
        : base("train", "Train a network on a table, score it on a held-out part, and save it.", Notes)
    {
        Add(_data);
        Option[] options =
        [
            _target, _task, _layers, _activation, _loss, _epochs, _batchSize, _style, _reduction, _learningRate, _scaling, _shuffle,
            _noShuffle, _testFraction, _seed, _threads, _init, _out, _json,
        ];
        foreach (Option option in options)
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            if (result.GetValue(_shuffle) && result.GetValue(_noShuffle))
            {
                result.AddError("Expected --shuffle or --no-shuffle, but got both.");
            }
        });
        SetAction(parsed => Training.Run(Read(parsed), terminal));
    }

    private TrainOptions Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(_data),
        Target = parsed.GetValue(_target),
        Task = parsed.GetValue(_task),
        HiddenLayers = parsed.GetValue(_layers),
        Activation = parsed.GetValue(_activation),
        Loss = parsed.GetValue(_loss),
        Epochs = parsed.GetValue(_epochs),
        BatchSize = parsed.GetValue(_batchSize),
        Style = parsed.GetValue(_style) ?? UpdateStyle.Batch,
        Reduction = parsed.GetValue(_reduction) ?? Reduction.Mean,
        LearningRate = parsed.GetValue(_learningRate),
        Scaling = parsed.GetValue(_scaling),
        Shuffle = !parsed.GetValue(_noShuffle),
        TestFraction = parsed.GetValue(_testFraction),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Init = parsed.GetValue(_init),
        Out = parsed.GetValue(_out),
        Json = parsed.GetValue(_json),
    };

    private static bool ParseLayers(string text, out IReadOnlyList<int>? layers)
    {
        string[] parts = text is "none" ? [] : text.Split(',');
        int[] sizes = new int[parts.Length];
        layers = sizes;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!CommandOptions.PositiveInteger(parts[i].Trim(), out sizes[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ParseBatchSize(string text, out BatchSize? size)
    {
        bool isNumber = CommandOptions.PositiveInteger(text, out int samples);
        size = new BatchSize(isNumber ? samples : null);
        return isNumber || text is "all";
    }

    private static bool ParseLearningRate(string text, out float? rate)
    {
        bool isNumber = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number);
        rate = number;
        return isNumber && float.IsFinite(number) && number > 0;
    }

    private static bool ParseTestFraction(string text, out double fraction) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out fraction) && fraction is >= 0 and < 1;

    private static bool ParseSeed(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
