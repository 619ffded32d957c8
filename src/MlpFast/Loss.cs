namespace MlpFast;

/// <summary>
/// What training minimizes. A loss has a reported value, always the mean over the samples, and a gradient with respect to one sample's
/// outputs ŷ for its targets y; <see cref="Reduction"/> says how the samples' gradients are combined.
/// </summary>
public enum Loss
{
    /// <summary>
    /// Reports the mean over a sample's n outputs of ½(ŷ − y)²; its gradient is ŷ − y, which is that of the <em>sum</em> ½Σ(ŷ − y)².
    /// The step therefore does not shrink as outputs are added. For every output activation but softmax.
    /// </summary>
    HalfMeanSquaredError,

    /// <summary>
    /// Reports the mean over a sample's n outputs of (ŷ − y)² and descends exactly that: its gradient is (2/n)(ŷ − y).
    /// For every output activation but softmax.
    /// </summary>
    MeanSquaredError,

    /// <summary>
    /// Reports −Σ yᵢ ln ŷᵢ; its gradient with respect to the logits is ŷ − y. Only with a softmax output; a sample's targets are
    /// probabilities, each in [0, 1] and summing to 1.
    /// </summary>
    CrossEntropy,
}
