namespace MlpFast;

/// <summary>Where <see cref="Trainer.Fit"/> stands; reported after every batch.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Number of epochs asked for.</param>
/// <param name="Batch">Batches finished in this epoch, from 1.</param>
/// <param name="Batches">Batches in an epoch.</param>
/// <param name="Samples">Samples trained on so far, over all epochs.</param>
/// <param name="Loss">Mean loss of this epoch's samples so far, each from before the update its batch led to.</param>
public readonly record struct FitProgress(int Epoch, int Epochs, int Batch, int Batches, long Samples, double Loss)
{
    /// <summary>Whether this report closes its epoch; <see cref="Loss"/> is then the epoch's.</summary>
    public bool IsEpochEnd => Batch == Batches;
}
