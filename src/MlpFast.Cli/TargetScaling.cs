namespace MlpFast.Cli;

/// <summary>
/// Standardizes a regression's target while a network trains, so that the same learning rate suits house prices and percentages. Afterwards
/// the factors are folded into the output layer, which has no activation: the network then predicts in the target's own unit.
/// </summary>
internal readonly record struct TargetScaling(float Mean, float Deviation)
{
    /// <summary>Leaves everything as it is.</summary>
    public static TargetScaling None => new(0, 1);

    public static TargetScaling Fit(float[] values)
    {
        double mean = values.Average(value => (double)value);
        float deviation = (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return new TargetScaling((float)mean, deviation > 0 ? deviation : 1);
    }

    public float[] Apply(float[] values)
    {
        TargetScaling scaling = this;
        return Array.ConvertAll(values, value => (value - scaling.Mean) / scaling.Deviation);
    }

    /// <summary>Turns a network's outputs for standardized targets into the targets' own unit, in place.</summary>
    public void Restore(Span<float> outputs)
    {
        foreach (ref float output in outputs)
        {
            output = (output * Deviation) + Mean;
        }
    }

    /// <summary>Turns a network of standardized targets into one of the targets' own unit.</summary>
    public void FoldInto(Network network)
    {
        foreach (ref float weight in network.Weights(network.Layers.Count - 1))
        {
            weight *= Deviation;
        }

        foreach (ref float bias in network.Biases(network.Layers.Count - 1))
        {
            bias = (bias * Deviation) + Mean;
        }
    }

    /// <summary>The reverse of <see cref="FoldInto"/>, for a network that trains on.</summary>
    public void UnfoldFrom(Network network)
    {
        foreach (ref float weight in network.Weights(network.Layers.Count - 1))
        {
            weight /= Deviation;
        }

        foreach (ref float bias in network.Biases(network.Layers.Count - 1))
        {
            bias = (bias - Mean) / Deviation;
        }
    }
}
