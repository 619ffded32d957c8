using Xunit;
using Xunit.Abstractions;

namespace MlpFast.Tests.Documents;

/// <summary>The four networks against NumPy in float64: 1,000 updates from the same weights with the same batches.</summary>
public sealed class GoldenTrajectoryTests(ITestOutputHelper output)
{
    /// <summary>Relative to the reported loss.</summary>
    private const double LossTolerance = 1e-5;

    /// <summary>Relative to the layer's largest weight.</summary>
    private const double ParameterTolerance = 1e-4;

    private static readonly Setup OneLayerOrTwo = new(Activation.Sigmoid, Loss.HalfMeanSquaredError, Reduction.Mean, ReportedPerLoss: 2);

    private static readonly Dictionary<string, Setup> Setups = new(StringComparer.Ordinal)
    {
        ["a"] = new(Activation.Sigmoid, Loss.HalfMeanSquaredError, Reduction.Mean, ReportedPerLoss: 1),
        ["b"] = new(Activation.Softmax, Loss.CrossEntropy, Reduction.Sum, ReportedPerLoss: 1),
        ["c1"] = OneLayerOrTwo,
        ["c2"] = OneLayerOrTwo,
    };

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c1")]
    [InlineData("c2")]
    public void Both_styles_follow_float64_and_give_the_same_bits(string name)
    {
        float[] batch = Replay(name, UpdateWithBatches);
        float[] perSample = Replay(name, AccumulateSamples);
        Assert.Equal(batch.Select(BitConverter.SingleToInt32Bits), perSample.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("c1")]
    [InlineData("c2")]
    public void Fit_with_full_batches_follows_float64(string name) => Replay(name, FitFullBatches);

    /// <summary>Trains, compares the losses and the final parameters with the golden ones, and returns those parameters.</summary>
    private float[] Replay(string name, Func<Trainer, GoldenTrajectory, IReadOnlyList<double>> train)
    {
        GoldenTrajectory golden = GoldenTrajectory.Load(name);
        Setup setup = Setups[name];
        Network network = golden.CreateNetwork(setup.Output);
        var trainer = new Trainer(network, setup.Loss, new StochasticGradientDescent(golden.LearningRate), setup.Reduction);
        IReadOnlyList<double> losses = train(trainer, golden);

        Assert.Equal(golden.Losses.Length, losses.Count);
        double lossError = Largest(golden.Losses.Zip(losses, (expected, actual) => (setup.ReportedPerLoss * actual / expected) - 1));
        double parameterError = Largest(golden.Final.Select((layer, index) => RelativeError(layer, network, index)));
        output.WriteLine($"{name}, {train.Method.Name}: loss within {lossError:E1}, parameters within {parameterError:E1} of NumPy's");
        Assert.InRange(lossError, 0, LossTolerance);
        Assert.InRange(parameterError, 0, ParameterTolerance);
        return network.Parameters.ToArray();
    }

    private static double[] UpdateWithBatches(Trainer trainer, GoldenTrajectory golden) =>
        [.. golden.Batches().Select(batch => trainer.Update(batch.Samples, batch.Targets))];

    private static double[] AccumulateSamples(Trainer trainer, GoldenTrajectory golden) =>
        [.. golden.Batches().Select(batch =>
        {
            IEnumerable<float[]> samples = batch.Samples.Chunk(golden.Sizes[0]);
            foreach ((float[] sample, float[] target) in samples.Zip(batch.Targets.Chunk(golden.Sizes[^1])))
            {
                trainer.Accumulate(sample, target);
            }

            return trainer.Step();
        })];

    private static LossRecorder FitFullBatches(Trainer trainer, GoldenTrajectory golden)
    {
        var options = new FitOptions { Epochs = golden.Losses.Length, Order = BatchOrder.Sequential };
        var losses = new LossRecorder();
        trainer.Fit(golden.Samples, golden.Targets, options, losses);
        return losses;
    }

    private static double RelativeError(GoldenTrajectory.Layer<double> expected, Network network, int layer) =>
        Math.Max(Error(expected.Weights, network.Weights(layer)), Error(expected.Biases, network.Biases(layer)))
        / Largest(expected.Weights);

    private static double Error(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return Largest(expected.Zip(actual.ToArray(), (e, a) => a - e));
    }

    /// <summary>The largest magnitude, or NaN if there is one, which Enumerable.Max would pass over.</summary>
    private static double Largest(IEnumerable<double> values) =>
        values.Aggregate(0.0, (largest, value) => Math.Max(largest, Math.Abs(value)));

    /// <summary>How the API expresses a network, and the factor from its loss to the one that the document reports.</summary>
    private sealed record Setup(Activation Output, Loss Loss, Reduction Reduction, double ReportedPerLoss);

    /// <summary>The losses in order. Unlike <see cref="Progress{T}"/> it is done when the report returns.</summary>
    private sealed class LossRecorder : List<double>, IProgress<FitProgress>
    {
        public void Report(FitProgress value) => Add(value.Loss);
    }
}
