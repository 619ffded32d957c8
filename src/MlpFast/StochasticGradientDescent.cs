using System.Numerics.Tensors;

namespace MlpFast;

/// <summary>Plain gradient descent: θ ← θ − η·g, one fused multiply-add a parameter.</summary>
/// <remarks>Holds no state but the learning rate. Not thread-safe.</remarks>
public sealed class StochasticGradientDescent : IOptimizer
{
    /// <summary>Creates the rule with its learning rate.</summary>
    /// <param name="learningRate">η, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    public StochasticGradientDescent(float learningRate) => LearningRate = learningRate;

    /// <summary>η, finite and not negative. May be changed between updates.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set
        {
            if (!float.IsFinite(value) || value < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite learning rate of at least 0.");
            }

            field = value;
        }
    }

    /// <inheritdoc/>
    public void Prepare(int parameterCount)
    {
    }

    /// <inheritdoc/>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale) =>
        TensorPrimitives.FusedMultiplyAdd(gradient, Step(gradientScale), parameters, parameters);

    /// <summary>What a gradient is multiplied by before it is added to the parameters.</summary>
    internal float Step(float gradientScale) => -(LearningRate * gradientScale);
}
