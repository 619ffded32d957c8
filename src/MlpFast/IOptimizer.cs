namespace MlpFast;

/// <summary>
/// The rule that turns a gradient into an update of the parameters. Parameters, gradient and any state of the optimizer are flat spans of
/// one layout, so a rule need not know about layers.
/// </summary>
/// <remarks>An optimizer serves one <see cref="Trainer"/>. Implementations need not be thread-safe.</remarks>
public interface IOptimizer
{
    /// <summary>Called once, by the trainer's constructor: the place to allocate state such as momentum.</summary>
    /// <param name="parameterCount">Length of the spans that <see cref="Update"/> will be given.</param>
    void Prepare(int parameterCount);

    /// <summary>
    /// Updates the parameters in place. Must not allocate. If it throws, the exception reaches the trainer's caller, the gradient is
    /// discarded, and the parameters are what this method has left.
    /// </summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="gradient">The sum of the samples' gradients, as long as <paramref name="parameters"/>.</param>
    /// <param name="gradientScale">The factor that makes the sum the gradient to descend: 1/samples for a mean, 1 for a sum.</param>
    void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale);
}
