namespace MlpFast.Benchmarks.Workloads;

/// <summary>A task with a network.</summary>
internal abstract record NetworkWorkload(string Id, int Inputs, IReadOnlyList<Dense> Layers) : Workload(Id)
{
    public int Outputs => Layers[^1].Outputs;

    public int WeightCount => Layers.Select((layer, i) => InputsOf(i) * layer.Outputs).Sum();

    /// <summary>As in 784-30-10.</summary>
    protected string Sizes => string.Join('-', Layers.Select(layer => layer.Outputs).Prepend(Inputs));

    /// <summary>As in 784 30 Sigmoid 10 Sigmoid.</summary>
    protected string NetworkHeader => $"{Inputs} {string.Join(' ', Layers.Select(layer => $"{layer.Outputs} {layer.Activation}"))}";

    /// <summary>Each layer's weights and biases.</summary>
    protected IEnumerable<int> ParameterParts =>
        Layers.SelectMany((layer, i) => new[] { InputsOf(i) * layer.Outputs, layer.Outputs });

    public Network CreateNetwork() => new(Inputs, [.. Layers]);

    protected static Dense Sigmoid(int outputs) => new(outputs, Activation.Sigmoid);

    protected static Dense ReLU(int outputs) => new(outputs, Activation.ReLU);

    protected static Dense Softmax(int outputs) => new(outputs, Activation.Softmax);

    protected int InputsOf(int layer) => layer == 0 ? Inputs : Layers[layer - 1].Outputs;
}
