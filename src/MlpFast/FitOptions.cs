namespace MlpFast;

/// <summary>How <see cref="Trainer.Fit"/> walks through a data set.</summary>
public sealed record FitOptions
{
    /// <summary>Number of epochs, at least 1. What an epoch is depends on <see cref="Order"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples a batch, from 1 to the number of samples; <see langword="null"/> for all of them.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Which samples make up a batch.</summary>
    public BatchOrder Order { get; init; } = BatchOrder.Shuffled;

    /// <summary>Whole batches or sample by sample; the result is the same.</summary>
    public UpdateStyle Style { get; init; } = UpdateStyle.Batch;

    /// <summary>Seed of the random order. The same seed gives the same order on every machine.</summary>
    public ulong Seed { get; init; }
}
