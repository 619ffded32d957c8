namespace MlpFast.Tests.Oracle;

/// <summary>A multilayer perceptron in double arithmetic, one sample after the other: what the engine is held against.</summary>
internal sealed class OracleNetwork
{
    private readonly OracleLayer[] _layers;

    private OracleNetwork(OracleLayer[] layers) => _layers = layers;

    /// <summary>All parameters in the order of <see cref="Network.Parameters"/>; a copy.</summary>
    public double[] Parameters => Flatten(_layers);

    /// <summary>The oracle of a network, with its parameters of this moment.</summary>
    public static OracleNetwork Of(Network network)
    {
        var layers = new OracleLayer[network.Layers.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            double[][] weights = ToRows(network.Weights(i), network.Layers[i].Outputs);
            layers[i] = new OracleLayer(network.Layers[i].Activation, weights, ToRows(network.Biases(i), network.Layers[i].Outputs)[0]);
        }

        return new OracleNetwork(layers);
    }

    /// <summary>A row-major matrix as one array a row.</summary>
    public static double[][] ToRows(ReadOnlySpan<float> matrix, int columns)
    {
        double[] values = Array.ConvertAll(matrix.ToArray(), value => (double)value);
        return [.. values.Chunk(columns)];
    }

    public double[] Predict(double[] x) => Forward(x, out _)[^1];

    /// <summary>The loss as it is reported: the mean over the samples.</summary>
    public double MeanLoss(Loss loss, double[][] samples, double[][] targets) =>
        samples.Zip(targets, (x, y) => OracleKernels.LossValue(loss, Predict(x), y)).Average();

    /// <summary>The sum of the samples' gradients, by backpropagation.</summary>
    public double[] Gradient(Loss loss, double[][] samples, double[][] targets)
    {
        OracleLayer[] gradient = Array.ConvertAll(_layers, layer => layer.Zeros());
        for (int i = 0; i < samples.Length; i++)
        {
            Backpropagate(loss, samples[i], targets[i], gradient);
        }

        return Flatten(gradient);
    }

    /// <summary>The same by central differences of the objective: every parameter moved by ±<paramref name="h"/>.</summary>
    public double[] CentralDifferences(Loss loss, double[][] samples, double[][] targets, double h)
    {
        var gradient = new List<double>();
        foreach (double[] row in _layers.SelectMany(layer => layer.Rows))
        {
            for (int i = 0; i < row.Length; i++)
            {
                double value = row[i];
                row[i] = value + h;
                double above = Objective(loss, samples, targets);
                row[i] = value - h;
                double below = Objective(loss, samples, targets);
                row[i] = value;
                gradient.Add((above - below) / (2 * h));
            }
        }

        return [.. gradient];
    }

    /// <summary>How near the samples come to the kink of a ReLU: the smallest |z| of any; infinity where there is none.</summary>
    public double DistanceToKink(double[][] samples)
    {
        double smallest = double.PositiveInfinity;
        foreach (double[] x in samples)
        {
            Forward(x, out double[][] logits);
            IEnumerable<double> kinked = logits.Where((_, layer) => _layers[layer].Activation == Activation.ReLU).SelectMany(z => z);
            smallest = kinked.Select(Math.Abs).Prepend(smallest).Min();
        }

        return smallest;
    }

    /// <summary>One step of gradient descent.</summary>
    /// <returns>The mean loss from before it.</returns>
    public double Step(Loss loss, double[][] samples, double[][] targets, double learningRate, Reduction reduction)
    {
        double before = MeanLoss(loss, samples, targets);
        double[] gradient = Gradient(loss, samples, targets);
        Move(gradient, reduction == Reduction.Mean ? -learningRate / samples.Length : -learningRate);
        return before;
    }

    /// <summary>parameters += factor · direction.</summary>
    public void Move(double[] direction, double factor)
    {
        int next = 0;
        foreach (double[] row in _layers.SelectMany(layer => layer.Rows))
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] += factor * direction[next++];
            }
        }
    }

    private double Objective(Loss loss, double[][] samples, double[][] targets) =>
        samples.Zip(targets, (x, y) => OracleKernels.Objective(loss, Predict(x), y)).Sum();

    /// <summary>The activations of every layer, x itself first.</summary>
    private double[][] Forward(double[] x, out double[][] logits)
    {
        double[][] activations = new double[_layers.Length + 1][];
        logits = new double[_layers.Length][];
        activations[0] = x;
        for (int i = 0; i < _layers.Length; i++)
        {
            logits[i] = OracleKernels.Logits(activations[i], _layers[i].Weights, _layers[i].Biases);
            activations[i + 1] = OracleKernels.Activate(_layers[i].Activation, logits[i]);
        }

        return activations;
    }

    private void Backpropagate(Loss loss, double[] x, double[] y, OracleLayer[] gradient)
    {
        double[][] activations = Forward(x, out double[][] logits);
        double[] outputGradient = OracleKernels.OutputGradient(loss, activations[^1], y);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            double[] delta = OracleKernels.LogitGradient(_layers[i].Activation, logits[i], outputGradient);
            OracleKernels.AddParameterGradient(activations[i], delta, gradient[i].Weights, gradient[i].Biases);
            outputGradient = OracleKernels.InputGradient(delta, _layers[i].Weights);
        }
    }

    private static double[] Flatten(OracleLayer[] layers) => [.. layers.SelectMany(layer => layer.Rows).SelectMany(row => row)];
}
