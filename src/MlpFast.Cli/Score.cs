using System.Text.Json.Serialization;

namespace MlpFast.Cli;

/// <summary>How well a model does on samples whose targets are known.</summary>
/// <param name="Samples">Number of samples.</param>
[JsonDerivedType(typeof(ClassificationScore))]
[JsonDerivedType(typeof(RegressionScore))]
internal abstract record Score([property: JsonPropertyOrder(-1)] int Samples)
{
    /// <summary>Compares a network's outputs, row-major [samples × outputs], with the targets.</summary>
    public static Score Of(float[] outputs, Target target) => target switch
    {
        ClassTarget classes => ClassificationScore.Of(Predictions.Classes(outputs, classes.Labels.Count), classes),
        ValueTarget values => RegressionScore.Of(outputs, values.Values),
        _ => throw new InvalidOperationException($"Unexpected target {target}."),
    };
}

/// <summary>How well a classifier does.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Accuracy">Fraction of the samples whose class was predicted.</param>
/// <param name="Classes">The same by class.</param>
internal sealed record ClassificationScore(int Samples, double Accuracy, IReadOnlyList<ClassScore> Classes) : Score(Samples)
{
    public static ClassificationScore Of(int[] predicted, ClassTarget target)
    {
        (IReadOnlyList<string> labels, int[] expected) = target;
        int[] hits = new int[labels.Count];
        int[] predictions = new int[labels.Count];
        int[] support = new int[labels.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            hits[expected[i]] += predicted[i] == expected[i] ? 1 : 0;
            predictions[predicted[i]]++;
            support[expected[i]]++;
        }

        ClassScore[] classes = [.. labels.Select((label, i) => new ClassScore(
            label,
            Ratio(hits[i], predictions[i]),
            Ratio(hits[i], support[i]),
            Ratio(2 * hits[i], predictions[i] + support[i]),
            support[i]))];
        return new ClassificationScore(expected.Length, Ratio(hits.Sum(), expected.Length), classes);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>How well a classifier does on one class. A ratio of nothing to nothing counts as 0.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Of the samples predicted to be of the class, the fraction that is.</param>
/// <param name="Recall">Of the samples of the class, the fraction predicted to be.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Number of samples of the class.</param>
internal sealed record ClassScore(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>How well a regression does, in the target's own unit.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="MeanSquaredError">Mean of (prediction − target)².</param>
/// <param name="RootMeanSquaredError">Its square root.</param>
/// <param name="R2">1 − the squared error over that of the targets' own mean; nothing where all targets are equal.</param>
internal sealed record RegressionScore(int Samples, double MeanSquaredError, double RootMeanSquaredError, double? R2) : Score(Samples)
{
    public static RegressionScore Of(float[] predicted, float[] expected)
    {
        double mean = expected.Average(value => (double)value);
        double error = 0;
        double variation = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            error += Square((double)predicted[i] - expected[i]);
            variation += Square(expected[i] - mean);
        }

        double meanError = error / expected.Length;
        return new RegressionScore(expected.Length, meanError, Math.Sqrt(meanError), variation > 0 ? 1 - (error / variation) : null);
    }

    private static double Square(double value) => value * value;
}
