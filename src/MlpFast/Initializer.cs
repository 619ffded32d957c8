namespace MlpFast;

/// <summary>
/// A distribution that initial parameters are drawn from. A seed gives the same parameters on every machine and .NET version: the
/// generator is specified (see <see cref="Network.Initialize(Initializer, Initializer, ulong)"/>) and uses no function of the platform's mathematics library.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class Initializer
{
    private readonly Func<RandomSource, int, int, double> _draw;

    private Initializer(Func<RandomSource, int, int, double> draw) => _draw = draw;

    /// <summary>All zero.</summary>
    public static Initializer Zeros { get; } = new((_, _, _) => 0);

    /// <summary>Uniform in ±√(6 / (inputs + outputs)) of the layer. Source: X. Glorot and Y. Bengio, 2010, equation 16.</summary>
    public static Initializer Glorot { get; } =
        new((random, inputs, outputs) => Math.Sqrt(6.0 / ((double)inputs + outputs)) * ((2 * random.NextDouble()) - 1));

    /// <summary>Normal with mean 0 and standard deviation √(2 / inputs) of the layer. Source: K. He et al., 2015, equation 10.</summary>
    public static Initializer He { get; } = new((random, inputs, _) => Math.Sqrt(2.0 / inputs) * random.NextNormal());

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>], the upper bound only by rounding.</summary>
    /// <param name="low">Lower bound, finite.</param>
    /// <param name="high">Upper bound, finite and not below <paramref name="low"/>.</param>
    /// <returns>The distribution.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the upper one lies below the lower.</exception>
    public static Initializer Uniform(float low, float high)
    {
        RequireFinite(low, nameof(low));
        RequireFinite(high, nameof(high));
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return new((random, _, _) => low + (((double)high - low) * random.NextDouble()));
    }

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <param name="mean">The mean, finite.</param>
    /// <param name="standardDeviation">The standard deviation, finite and not negative.</param>
    /// <returns>The distribution.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite, or the standard deviation is negative.</exception>
    public static Initializer Normal(float mean = 0, float standardDeviation = 1)
    {
        RequireFinite(mean, nameof(mean));
        RequireFinite(standardDeviation, nameof(standardDeviation));
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return new((random, _, _) => mean + (standardDeviation * random.NextNormal()));
    }

    internal void Fill(Span<float> parameters, RandomSource random, int inputs, int outputs)
    {
        foreach (ref float parameter in parameters)
        {
            parameter = (float)_draw(random, inputs, outputs);
        }
    }

    private static void RequireFinite(float value, string name)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number.");
        }
    }
}
