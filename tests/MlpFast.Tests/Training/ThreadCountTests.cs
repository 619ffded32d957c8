using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>The number of threads changes no bit.</summary>
public sealed class ThreadCountTests
{
    private static readonly Problem Problem = new(
        new ProblemShape(
            65, [new Dense(97, Activation.Tanh), new Dense(34, Activation.Sigmoid), new Dense(11, Activation.Softmax)], Loss.CrossEntropy, 300),
        seed: 1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Any_number_of_threads_gives_the_bits_of_one(int threads)
    {
        foreach (int batchSize in new[] { 100, 131, 300 })
        {
            (float[] expected, double expectedLoss) = Train(1, batchSize);
            (float[] actual, double loss) = Train(threads, batchSize);
            Comparison.AssertSameBits(expected, actual, $"{threads} threads, batch {batchSize}");
            Comparison.AssertSameBits(expectedLoss, loss);
        }
    }

    [Fact]
    public void There_is_at_least_one_thread() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Problem.NewTrainer(threads: 0));

    private static (float[] Parameters, double Loss) Train(int threads, int batchSize)
    {
        using Trainer trainer = Problem.NewTrainer(threads: threads);
        double loss = trainer.Fit(Problem.Samples, Problem.Targets, new FitOptions { Epochs = 3, BatchSize = batchSize, Seed = 1 });
        return ([.. trainer.Network.Parameters], loss);
    }
}
