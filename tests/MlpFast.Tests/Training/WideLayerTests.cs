using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>
/// Layers so wide that the rows of a batch lie apart, which those of a lone sample cannot: the bits are the same, on any number of threads.
/// </summary>
public sealed class WideLayerTests
{
    private static readonly Problem Wide = new(
        new ProblemShape(
            9,
            [new Dense(512, Activation.ReLU), new Dense(1024, Activation.Sigmoid), new Dense(512, Activation.Tanh), new Dense(3, Activation.Softmax)],
            Loss.CrossEntropy,
            Samples: Effort.Of(RowBlock.MaxRows + 6, 7)),
        seed: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_samples_prediction_does_not_depend_on_its_batch(int threads)
    {
        Network network = Wide.NewNetwork();
        using var predictor = new Predictor(network, threads);
        int count = Wide.Shape.Samples;
        float[] together = new float[count * network.Outputs];
        predictor.Predict(Wide.Samples, together);
        int[] classes = new int[count];
        network.PredictClasses(Wide.Samples, classes);
        float[] alone = new float[network.Outputs];
        for (int i = 0; i < count; i++)
        {
            network.Predict(Wide.SampleRows(i, 1), alone);
            Comparison.AssertSameBits(alone, together.AsSpan(i * alone.Length, alone.Length));
            Assert.Equal(alone.IndexOf(alone.Max()), classes[i]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_batch_teaches_what_its_samples_teach_one_by_one(int threads)
    {
        using Trainer together = Wide.NewTrainer(threads: threads);
        using Trainer apart = Wide.NewTrainer();
        for (int i = 0; i < Wide.Shape.Samples; i++)
        {
            apart.Accumulate(Wide.SampleRows(i, 1), Wide.TargetRows(i, 1));
            _ = apart.AccumulatedGradient(); // Passes what waits through the network: a sample at a time.
        }

        Comparison.AssertSameBits(apart.Step(), together.Update(Wide.Samples, Wide.Targets));
        Comparison.AssertSameBits(apart.Network.Parameters, together.Network.Parameters);
    }
}
