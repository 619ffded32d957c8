namespace MlpFast.Cli;

/// <summary>What the user asks of <c>mlpfast train</c>; <see langword="null"/> where the choice is left to the tool.</summary>
internal sealed record TrainOptions
{
    public required string Data { get; init; }

    public string? Target { get; init; }

    public LearningTask? Task { get; init; }

    public IReadOnlyList<int>? HiddenLayers { get; init; }

    public Activation? Activation { get; init; }

    public Loss? Loss { get; init; }

    public int Epochs { get; init; }

    public BatchSize? BatchSize { get; init; }

    public UpdateStyle Style { get; init; }

    public Reduction Reduction { get; init; }

    public float? LearningRate { get; init; }

    public Scaling? Scaling { get; init; }

    public bool Shuffle { get; init; }

    public double TestFraction { get; init; }

    public ulong Seed { get; init; }

    public int Threads { get; init; }

    public string? Init { get; init; }

    public string? Out { get; init; }

    public bool Json { get; init; }
}

/// <summary>Samples a batch; <see langword="null"/> for all there are.</summary>
internal readonly record struct BatchSize(int? Samples);

/// <summary>What is done to the features before the network sees them.</summary>
internal enum Scaling
{
    Standard,
    None,
}
