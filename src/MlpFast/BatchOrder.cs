namespace MlpFast;

/// <summary>Which samples make up the batches of <see cref="Trainer.Fit"/>, and what it calls an epoch.</summary>
public enum BatchOrder
{
    /// <summary>An epoch is one pass over the data in a new random order; a last short batch counts with its own size.</summary>
    Shuffled,

    /// <summary>An epoch is one pass over the data in the given order; a last short batch counts with its own size.</summary>
    Sequential,

    /// <summary>An epoch is a single random batch, drawn without replacement from all the data.</summary>
    RandomBatch,
}
