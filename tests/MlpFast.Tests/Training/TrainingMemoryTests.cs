using MlpFast.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MlpFast.Tests.Training;

/// <summary>
/// The memory of a training run beside its data: all that a thread allocates from the network to the last of several updates, against what
/// cannot be done without, parameters, gradient, and the activations and δ of one batch.
/// </summary>
[Collection(UndisturbedTests.Name)]
public sealed class TrainingMemoryTests(ITestOutputHelper output)
{
    private const double Limit = 1.25;

    [Theory]
    [InlineData(64, 784, 30, 10)]
    [InlineData(64, 784, 128, 10)]
    [InlineData(128, 784, 512, 512, 10)]
    public void It_is_little_more_than_parameters_gradient_activations_and_deltas(int batch, params int[] sizes)
    {
        float[] samples = RandomData.Normal(batch * sizes[0], new RandomSource(1));
        float[] targets = new float[batch * sizes[^1]];
        long allocated = 0;
        var thread = new Thread(() => allocated = Train(sizes, samples, targets)); // Its own, so that its scratch memory counts.
        thread.Start();
        thread.Join();
        long parameters = sizes.Zip(sizes.Skip(1), (inputs, outputs) => (inputs + 1L) * outputs).Sum();
        long needed = sizeof(float) * ((2 * parameters) + (2L * batch * sizes.Skip(1).Sum()));
        output.WriteLine($"{string.Join('-', sizes)}, batch {batch}: {allocated} bytes, {(double)allocated / needed:F3} of {needed}");
        Assert.InRange(allocated, needed, (long)(Limit * needed));
    }

    private static long Train(int[] sizes, float[] samples, float[] targets)
    {
        Dense[] layers = [.. sizes.Skip(1).Select(outputs => new Dense(outputs, Activation.Sigmoid))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var trainer = new Trainer(new Network(sizes[0], layers), Loss.HalfMeanSquaredError, new StochasticGradientDescent(0.1f));
        for (int i = 0; i < 3; i++)
        {
            trainer.Update(samples, targets);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
