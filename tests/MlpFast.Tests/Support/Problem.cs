namespace MlpFast.Tests.Support;

/// <summary>The sizes and functions of a network, its loss, and the number of samples it is to train on.</summary>
internal sealed record ProblemShape(int Inputs, IReadOnlyList<Dense> Layers, Loss Loss, int Samples)
{
    public override string ToString() =>
        $"{Samples} samples, {Inputs} – {string.Join(" – ", Layers.Select(layer => $"{layer.Outputs} {layer.Activation}"))}, {Loss}";
}

/// <summary>
/// Something to train: a network with random parameters, random samples and targets that suit its loss, all from one seed.
/// </summary>
internal sealed class Problem
{
    private readonly ulong _seed;

    public Problem(ProblemShape shape, ulong seed)
    {
        Shape = shape;
        _seed = seed;
        Outputs = shape.Layers[^1].Outputs;
        var random = new RandomSource(seed);
        Samples = RandomData.Normal(shape.Samples * shape.Inputs, random);
        Targets = shape.Loss == Loss.CrossEntropy
            ? RandomData.Distributions(shape.Samples, Outputs, random)
            : RandomData.Uniform(shape.Samples * Outputs, random);
    }

    public ProblemShape Shape { get; }

    public int Outputs { get; }

    public float[] Samples { get; }

    public float[] Targets { get; }

    /// <summary>A network of its own with the problem's initial parameters, the same ones every time.</summary>
    public Network NewNetwork()
    {
        var network = new Network(Shape.Inputs, [.. Shape.Layers]);
        network.Initialize(Initializer.Glorot, Initializer.Uniform(-0.25f, 0.5f), _seed);
        return network;
    }

    /// <summary>A trainer that shares out less work than pays, so that small problems do for tests of threads.</summary>
    public Trainer NewTrainer(float learningRate = 0.125f, Reduction reduction = Reduction.Mean, int threads = 1) =>
        new(NewNetwork(), Shape.Loss, new StochasticGradientDescent(learningRate), reduction, threads, workThatPays: 500_000);

    public ReadOnlySpan<float> SampleRows(int first, int count) => Samples.AsSpan(first * Shape.Inputs, count * Shape.Inputs);

    public ReadOnlySpan<float> TargetRows(int first, int count) => Targets.AsSpan(first * Outputs, count * Outputs);

    public override string ToString() => $"{Shape}, seed {_seed}";
}
