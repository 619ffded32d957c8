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

    /// <summary>
    /// Layers wide enough for their columns to be shared out, in front of ones so narrow that they count as small; few samples, fewer than
    /// threads.
    /// </summary>
    [Theory]
    [InlineData(256, 10)]
    [InlineData(257, 1)]
    [InlineData(288, 8)]
    [InlineData(383, 3)]
    [InlineData(520, 1)]
    [InlineData(60, 10)]
    public void Columns_of_wide_layers_are_shared_out_without_changing_a_bit(int width, int outputs)
    {
        var problem = new Problem(
            new ProblemShape(
                9000, [new Dense(width, Activation.Tanh), new Dense(outputs, Activation.Sigmoid)], Loss.MeanSquaredError, Samples: 5),
            seed: 1);
        foreach (int samples in new[] { 1, 2, 3, 5 })
        {
            float[] expected = Update(problem, samples, threads: 1);
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Comparison.AssertSameBits(expected, Update(problem, samples, threads), $"{samples} samples, {threads} threads");
            }
        }
    }

    /// <summary>
    /// 512 samples a thread, and one fewer for two threads; then a block of rows that are shared out, and the rest of the batch, whose columns are.
    /// </summary>
    [Fact]
    public void Rows_of_wide_layers_are_shared_out_without_changing_a_bit()
    {
        var problem = new Problem(
            new ProblemShape(9, [new Dense(390, Activation.ReLU), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Samples: 1700), seed: 1);
        foreach (int samples in new[] { 1023, 1024, 1700 })
        {
            float[] expected = Update(problem, samples, threads: 1);
            foreach (int threads in new[] { 2, 3 })
            {
                Comparison.AssertSameBits(expected, Update(problem, samples, threads), $"{samples} samples, {threads} threads");
            }
        }
    }

    /// <summary>Even where all work is shared out: a small network's passes are not, and its larger batches are.</summary>
    [Fact]
    public void Small_networks_and_batches_of_changing_size_give_the_bits_of_one_thread()
    {
        var problem = new Problem(
            new ProblemShape(2, [new Dense(3, Activation.Tanh), new Dense(2, Activation.Softmax)], Loss.CrossEntropy, Samples: 400), seed: 1);
        Comparison.AssertSameBits(UpdateInTurns(problem, threads: 1), UpdateInTurns(problem, threads: 3), problem.ToString());
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

    private static float[] UpdateInTurns(Problem problem, int threads)
    {
        Network network = problem.NewNetwork();
        using var trainer = new Trainer(
            network, problem.Shape.Loss, new StochasticGradientDescent(0.5f), Reduction.Mean, threads, workThatPays: 0);
        foreach (int samples in new[] { 4, 400, 5, 1, 300, 8 })
        {
            trainer.Update(problem.SampleRows(0, samples), problem.TargetRows(0, samples));
        }

        return network.Parameters.ToArray();
    }

    private static float[] Update(Problem problem, int samples, int threads)
    {
        using Trainer trainer = problem.NewTrainer(threads: threads);
        for (int i = 0; i < 2; i++)
        {
            trainer.Update(problem.SampleRows(0, samples), problem.TargetRows(0, samples));
        }

        return [.. trainer.Network.Parameters];
    }
}
