namespace MlpFast;

/// <summary>How the gradients of a batch's samples become the gradient of an update.</summary>
public enum Reduction
{
    /// <summary>Their sum divided by the number of samples.</summary>
    Mean,

    /// <summary>Their sum: the step grows with the batch.</summary>
    Sum,
}
