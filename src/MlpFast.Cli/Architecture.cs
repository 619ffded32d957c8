namespace MlpFast.Cli;

/// <summary>The network to train and its loss: the start model's, or hidden layers as asked for and an output layer for the loss.</summary>
internal static class Architecture
{
    public static readonly int[] DefaultHiddenLayers = [256];

    public static Loss ChooseLoss(TrainOptions options, Target target, Model? start)
    {
        bool startsFromOtherOutput = start is not null && start.Network.Layers[^1].Activation != Activation.Softmax;
        Loss loss = options.Loss ?? (target is ClassTarget && !startsFromOtherOutput ? Loss.CrossEntropy : Loss.MeanSquaredError);
        if (loss == Loss.CrossEntropy && target is ValueTarget)
        {
            throw new UserErrorException("--loss: expected mse or half-mse for regression, but got cross-entropy, which needs classes.");
        }

        if (start is not null && (loss == Loss.CrossEntropy) == startsFromOtherOutput)
        {
            throw new UserErrorException(
                startsFromOtherOutput
                    ? $"--loss: expected mse or half-mse, since the output layer of {options.Init} is no softmax, but got cross-entropy."
                    : $"--loss: expected cross-entropy, since the output layer of {options.Init} is a softmax, but got another loss.");
        }

        return loss;
    }

    public static Network Create(TrainOptions options, int inputs, Target target, Loss loss, Model? start)
    {
        if (start is not null)
        {
            RequireNoConflict(options, start.Network);
            return start.Network;
        }

        Activation hidden = options.Activation ?? Activation.ReLU;
        Dense output = (target, loss) switch
        {
            (ClassTarget classes, Loss.CrossEntropy) => new Dense(classes.Labels.Count, Activation.Softmax),
            (ClassTarget classes, _) => new Dense(classes.Labels.Count, Activation.Sigmoid),
            _ => new Dense(1, Activation.Identity),
        };
        IReadOnlyList<int> sizes = options.HiddenLayers ?? DefaultHiddenLayers;
        try
        {
            var network = new Network(inputs, [.. sizes.Select(size => new Dense(size, hidden)), output]);
            network.Initialize(options.Seed);
            return network;
        }
        catch (ArgumentException exception)
        {
            throw new UserErrorException($"--layers: {exception.Message}");
        }
    }

    /// <summary>The sizes of all layers, such as 64-32-10, and the activations of the last and the others.</summary>
    public static string Describe(Network network) => string.Join(
        " → ", network.Layers.Select(layer => $"{layer.Outputs} {Name(layer.Activation)}").Prepend($"{network.Inputs}"));

    /// <summary>An activation as the command line has it.</summary>
    public static string Name(Activation activation) => activation.ToString().ToLowerInvariant();

    private static void RequireNoConflict(TrainOptions options, Network network)
    {
        IEnumerable<Dense> hidden = network.Layers.SkipLast(1);
        if (options.HiddenLayers is not null && !options.HiddenLayers.SequenceEqual(hidden.Select(layer => layer.Outputs)))
        {
            throw new UserErrorException(
                $"--layers: expected those of {options.Init} ({Sizes(hidden.Select(layer => layer.Outputs))}) or the option left out, but got {Sizes(options.HiddenLayers)}.");
        }

        if (options.Activation is { } activation && hidden.Any(layer => layer.Activation != activation))
        {
            throw new UserErrorException(
                $"--activation: expected that of {options.Init} or the option left out, but got {Name(activation)}.");
        }
    }

    private static string Sizes(IEnumerable<int> layers) => layers.Any() ? string.Join(',', layers) : "none";
}
