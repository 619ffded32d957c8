using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>What an exception from the caller's own code leaves behind.</summary>
public sealed class TrainerStateTests
{
    private static readonly Problem Problem = new(
        new ProblemShape(4, [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, 20), seed: 1);

    [Fact]
    public void An_optimizer_that_throws_once_leaves_nothing_accumulated()
    {
        var optimizer = new FailingOptimizer { Fails = true };
        Network network = Problem.NewNetwork();
        using var trainer = new Trainer(network, Problem.Shape.Loss, optimizer);
        Assert.Throws<TimeoutException>(() => trainer.Update(Problem.Samples, Problem.Targets));
        Assert.Equal(0, trainer.Accumulated);

        optimizer.Fails = false;
        trainer.Update(Problem.Samples, Problem.Targets);
        using Trainer other = Problem.NewTrainer(optimizer.LearningRate);
        other.Update(Problem.Samples, Problem.Targets);
        Comparison.AssertSameBits(other.Network.Parameters, network.Parameters);
    }

    [Fact]
    public void Progress_that_accumulates_is_refused()
    {
        using Trainer trainer = Problem.NewTrainer();
        var progress = new Callback(_ => trainer.Accumulate(Problem.SampleRows(0, 1), Problem.TargetRows(0, 1)));
        Expect.Error<InvalidOperationException>(
            () => trainer.Fit(Problem.Samples, Problem.Targets, new FitOptions { Epochs = 2 }, progress), "Expected 0", "1");
    }

    [Fact]
    public void A_constructor_that_fails_starts_no_thread()
    {
        var optimizer = new FailingOptimizer { FailsToPrepare = true };
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<TimeoutException>(() => new Trainer(Problem.NewNetwork(), Problem.Shape.Loss, optimizer, threads: 64));
        }

        process.Refresh();
        Assert.InRange(process.Threads.Count, 1, 400);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_disposed_trainer_refuses_to_train(int threads)
    {
        Trainer trainer = Problem.NewTrainer(threads: threads);
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Update(Problem.Samples, Problem.Targets));
        Assert.Throws<ObjectDisposedException>(() => trainer.Accumulate(Problem.Samples, Problem.Targets));
    }

    private sealed class FailingOptimizer : IOptimizer
    {
        private readonly StochasticGradientDescent _descent = new(0.125f);

        public float LearningRate => _descent.LearningRate;

        public bool Fails { get; set; }

        public bool FailsToPrepare { get; init; }

        public void Prepare(int parameterCount)
        {
            if (FailsToPrepare)
            {
                throw new TimeoutException("expected");
            }
        }

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale)
        {
            if (Fails)
            {
                throw new TimeoutException("expected");
            }

            _descent.Update(parameters, gradient, gradientScale);
        }
    }

    private sealed class Callback(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
