namespace MlpFast;

/// <summary>How <see cref="Trainer.Fit"/> hands a batch to the trainer. Both styles give the same bits.</summary>
public enum UpdateStyle
{
    /// <summary>The whole batch in one <see cref="Trainer.Update"/>.</summary>
    Batch,

    /// <summary>Sample by sample through <see cref="Trainer.Accumulate"/>, then one <see cref="Trainer.Step"/>.</summary>
    PerSample,
}
