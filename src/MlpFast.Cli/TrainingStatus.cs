namespace MlpFast.Cli;

/// <summary>Where training stands after a batch.</summary>
/// <param name="Progress">The batch.</param>
/// <param name="Loss">Mean loss of the epoch so far, in the target's own unit.</param>
/// <param name="Validation">What the held-out part said after the last finished epoch; empty before, or if nothing is held out.</param>
/// <param name="SamplesPerSecond">Samples trained on over the time spent training.</param>
internal readonly record struct TrainingStatus(FitProgress Progress, double Loss, string Validation, double SamplesPerSecond)
{
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Progress.Epoch}/{Progress.Epochs}  loss {Loss:G3}  {Validation}{SamplesPerSecond:N0} samples/s");
}
