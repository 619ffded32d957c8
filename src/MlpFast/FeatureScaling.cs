using System.Numerics.Tensors;

namespace MlpFast;

/// <summary>
/// Standardization of features: x ↦ (x − mean) / standard deviation, feature by feature. Fitted on the training data and kept with the
/// model, so that every prediction sees features on the scale the network was trained on.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FeatureScaling
{
    private readonly float[] _means;
    private readonly float[] _standardDeviations;

    /// <summary>Creates a scaling from known statistics.</summary>
    /// <param name="means">The mean of each feature, finite; at least one.</param>
    /// <param name="standardDeviations">The standard deviation of each feature, finite and above 0; as many as means.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is out of its range.</exception>
    public FeatureScaling(ReadOnlySpan<float> means, ReadOnlySpan<float> standardDeviations)
    {
        if (means.IsEmpty)
        {
            throw new ArgumentException("Expected at least 1 mean, but got 0.", nameof(means));
        }

        Shape.RequireLength(standardDeviations.Length, means.Length, 1, nameof(standardDeviations));
        RequireFinite(means, nameof(means));
        RequireFinite(standardDeviations, nameof(standardDeviations));
        RequirePositive(standardDeviations);
        _means = means.ToArray();
        _standardDeviations = standardDeviations.ToArray();
    }

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>The standard deviation of each feature; 1 for a feature that was constant.</summary>
    public ReadOnlySpan<float> StandardDeviations => _standardDeviations;

    /// <summary>
    /// Computes the mean and the population standard deviation (dividing by the number of samples) of each feature, in double precision
    /// and two passes. A constant feature gets a standard deviation of 1, so that it scales to 0.
    /// </summary>
    /// <param name="samples">Row-major [samples × features], finite; at least one sample.</param>
    /// <param name="features">Number of features, at least 1.</param>
    /// <returns>The scaling that gives these samples mean 0 and standard deviation 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    /// <exception cref="ArgumentException">There is no sample, the length does not fit, or a value is not finite.</exception>
    public static FeatureScaling Fit(ReadOnlySpan<float> samples, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        int count = Shape.CountRows(samples.Length, features, nameof(samples));
        if (count == 0)
        {
            throw new ArgumentException("Expected at least 1 sample, but got 0.", nameof(samples));
        }

        RequireFinite(samples, nameof(samples));
        double[] means = ComputeMeans(samples, features, count);
        float[] deviations = ComputeStandardDeviations(samples, means, count);
        return new FeatureScaling(Array.ConvertAll(means, mean => (float)mean), deviations);
    }

    /// <summary>Scales samples. A value that is not finite stays so.</summary>
    /// <param name="samples">Row-major [samples × features].</param>
    /// <param name="destination">Receives the scaled samples; may be the very same span as <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or <paramref name="destination"/> overlaps <paramref name="samples"/> without being the same span.
    /// </exception>
    public void Apply(ReadOnlySpan<float> samples, Span<float> destination)
    {
        int features = _means.Length;
        int count = Shape.CountRows(samples.Length, features, nameof(samples));
        Shape.RequireLength(destination.Length, count, features, nameof(destination));
        if (samples.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"Expected the samples' own span or one apart from it, but the two overlap {offset} elements apart.", nameof(destination));
        }

        for (int start = 0; start < samples.Length; start += features)
        {
            Span<float> row = destination.Slice(start, features);
            TensorPrimitives.Subtract(samples.Slice(start, features), _means, row);
            TensorPrimitives.Divide(row, _standardDeviations, row);
        }
    }

    private static double[] ComputeMeans(ReadOnlySpan<float> samples, int features, int count)
    {
        var means = new double[features];
        for (int start = 0; start < samples.Length; start += features)
        {
            for (int feature = 0; feature < features; feature++)
            {
                means[feature] += samples[start + feature];
            }
        }

        TensorPrimitives.Divide(means, count, means);
        return means;
    }

    private static float[] ComputeStandardDeviations(ReadOnlySpan<float> samples, double[] means, int count)
    {
        var squares = new double[means.Length];
        for (int start = 0; start < samples.Length; start += means.Length)
        {
            for (int feature = 0; feature < means.Length; feature++)
            {
                double deviation = samples[start + feature] - means[feature];
                squares[feature] += deviation * deviation;
            }
        }

        // A deviation too small for a float is zero as well.
        return Array.ConvertAll(squares, square => (float)Math.Sqrt(square / count) is > 0 and float deviation ? deviation : 1);
    }

    private static void RequireFinite(ReadOnlySpan<float> values, string name)
    {
        int index = NonFinite.IndexIn(values);
        if (index >= 0)
        {
            throw new ArgumentException($"Expected finite numbers, but element {index} is {values[index]}.", name);
        }
    }

    private static void RequirePositive(ReadOnlySpan<float> standardDeviations)
    {
        int index = standardDeviations.IndexOfAnyInRange(float.MinValue, 0);
        if (index >= 0)
        {
            throw new ArgumentException(
                $"Expected standard deviations above 0, but element {index} is {standardDeviations[index]}.", nameof(standardDeviations));
        }
    }
}
