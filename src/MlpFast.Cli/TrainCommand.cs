using System.CommandLine;
using System.Globalization;

namespace MlpFast.Cli;

/// <summary><c>mlpfast train</c>: its options and their defaults. <see cref="Training"/> does the work.</summary>
internal static class TrainCommand
{
    public const int DefaultBatchSize = 32;

    public static readonly int[] DefaultHiddenLayers = [64];

    private static readonly Option<LearningTask?> Task = Options.Choice(
        "--task",
        "What to learn. [default: classification if the target is mostly text, or has at most 20 different values, none of them a fraction, "
            + "each twice on average; otherwise regression]",
        ("classification", LearningTask.Classification),
        ("regression", LearningTask.Regression));

    private static readonly Option<IReadOnlyList<int>?> Layers = Options.Create<IReadOnlyList<int>?>(
        "--layers", "32,16", "Sizes of the hidden layers, or none. [default: 64]", "sizes such as 32,16, each at least 1, or none", ParseLayers);

    private static readonly Option<Activation?> HiddenActivation = Options.Choice(
        "--activation",
        "Activation of the hidden layers. [default: relu]",
        ("sigmoid", Activation.Sigmoid),
        ("relu", Activation.ReLU),
        ("tanh", Activation.Tanh),
        ("identity", Activation.Identity));

    private static readonly Option<Loss?> LossFunction = Options.Choice(
        "--loss",
        "What to minimize. It sets the output layer too: cross-entropy goes with softmax, mse and half-mse with sigmoid outputs for classes "
            + "and a plain output for regression. half-mse reports half the squared error and has the gradient prediction - target. "
            + "[default: cross-entropy for classes, mse for regression]",
        ("mse", Loss.MeanSquaredError),
        ("half-mse", Loss.HalfMeanSquaredError),
        ("cross-entropy", Loss.CrossEntropy));

    private static readonly Option<int> Epochs = Options.Required(
        Options.Create<int>("--epochs", "N", "Passes over the training data.", "a whole number of at least 1", Options.PositiveInteger), 40);

    private static readonly Option<BatchSize?> Batch = Options.Create<BatchSize?>(
        "--batch-size",
        "N|all",
        "Samples an update; a last short batch counts with its own size. [default: 32, or all of them if there are fewer]",
        "a whole number of at least 1, or all",
        ParseBatchSize);

    private static readonly Option<UpdateStyle?> Style = Options.Choice(
        "--style",
        "Hand a batch over sample by sample, adding up the gradients, or whole. The result is the same. [default: batch]",
        ("per-sample", UpdateStyle.PerSample),
        ("batch", UpdateStyle.Batch));

    private static readonly Option<Reduction?> GradientReduction = Options.Choice(
        "--reduction",
        "Apply the mean of a batch's gradients, or their sum; the sum wants a smaller learning rate. [default: mean]",
        ("mean", Reduction.Mean),
        ("sum", Reduction.Sum));

    private static readonly Option<float> LearningRate = Options.Required(
        Options.Create<float>("--learning-rate", "RATE", "Step size of gradient descent.", "a number above 0", ParseLearningRate), 0.05f);

    private static readonly Option<Scaling?> Scale = Options.Choice(
        "--scale",
        "standard: subtract each feature's mean over the training data and divide by its standard deviation; for regression the target too. "
            + "The model file carries the factors, so that predictions take and give plain values. [default: standard]",
        ("standard", Scaling.Standard),
        ("none", Scaling.None));

    private static readonly Option<bool> Shuffle = new("--shuffle") { Description = "A new random order each epoch. [default]" };

    private static readonly Option<bool> NoShuffle = new("--no-shuffle") { Description = "Every epoch in the order of the file." };

    private static readonly Option<double> TestFraction = Options.Required(
        Options.Create<double>(
            "--test-fraction",
            "FRACTION",
            "Part of the data held out to measure the model, never trained on; of every class the same part. 0 holds nothing out.",
            "a number from 0 to below 1",
            ParseFraction),
        0.2);

    private static readonly Option<ulong> Seed = Options.Required(
        Options.Create<ulong>(
            "--seed", "N", "Seed of the split, the initial weights and the order of samples.", "a whole number from 0 to 18446744073709551615", ParseSeed),
        1UL);

    private static readonly Option<string?> Init = new("--init")
    {
        HelpName = "FILE",
        Description = "Start from the weights of this model file; architecture, class labels and scaling are the file's, where it has them.",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        HelpName = "FILE",
        Description = "Where to write the model. [default: the data's name with the ending .safetensors, in the current directory]",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "train",
            "Train a network on a table and save it.\n\n"
                + "A part of the data is held out and scored after every epoch. The run ends with its score: for classes accuracy, precision, "
                + "recall and F1, for regression the squared error and R². Ctrl-C finishes the batch at hand and saves what there is.\n\n"
                + "Examples:\n"
                + "  mlpfast train digits\n"
                + "  mlpfast train iris.csv --target species --layers 32,16 --epochs 200\n"
                + "  mlpfast train houses.csv --target price --task regression --json")
        {
            Options.Data,
            Options.Target,
            Task,
            Layers,
            HiddenActivation,
            LossFunction,
            Epochs,
            Batch,
            Style,
            GradientReduction,
            LearningRate,
            Scale,
            Shuffle,
            NoShuffle,
            TestFraction,
            Seed,
            Options.Threads,
            Init,
            Out,
            Options.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Shuffle) && result.GetValue(NoShuffle))
            {
                result.AddError("Expected --shuffle or --no-shuffle, but got both.");
            }
        });
        command.SetAction(parsed => Training.Run(Read(parsed), terminal));
        return command;
    }

    private static TrainOptions Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(Options.Data),
        Target = parsed.GetValue(Options.Target),
        Task = parsed.GetValue(Task),
        HiddenLayers = parsed.GetValue(Layers),
        Activation = parsed.GetValue(HiddenActivation),
        Loss = parsed.GetValue(LossFunction),
        Epochs = parsed.GetValue(Epochs),
        BatchSize = parsed.GetValue(Batch),
        Style = parsed.GetValue(Style) ?? UpdateStyle.Batch,
        Reduction = parsed.GetValue(GradientReduction) ?? Reduction.Mean,
        LearningRate = parsed.GetValue(LearningRate),
        Scaling = parsed.GetValue(Scale),
        Shuffle = !parsed.GetValue(NoShuffle),
        TestFraction = parsed.GetValue(TestFraction),
        Seed = parsed.GetValue(Seed),
        Threads = parsed.GetValue(Options.Threads),
        Init = parsed.GetValue(Init),
        Out = parsed.GetValue(Out),
        Json = parsed.GetValue(Options.Json),
    };

    private static bool ParseLayers(string text, out IReadOnlyList<int>? layers)
    {
        var sizes = new List<int>();
        layers = sizes;
        if (text is "none")
        {
            return true;
        }

        foreach (string part in text.Split(','))
        {
            if (!Options.PositiveInteger(part.Trim(), out int size))
            {
                return false;
            }

            sizes.Add(size);
        }

        return true;
    }

    private static bool ParseBatchSize(string text, out BatchSize? size)
    {
        bool isNumber = Options.PositiveInteger(text, out int samples);
        size = new BatchSize(isNumber ? samples : null);
        return isNumber || text is "all";
    }

    private static bool ParseLearningRate(string text, out float rate) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && float.IsFinite(rate) && rate > 0;

    private static bool ParseFraction(string text, out double fraction) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out fraction) && fraction is >= 0 and < 1;

    private static bool ParseSeed(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
