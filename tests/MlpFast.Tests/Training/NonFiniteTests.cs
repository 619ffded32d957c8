using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>A loss or a gradient that is not finite stops training before it reaches the parameters, and training can go on.</summary>
public sealed class NonFiniteTests
{
    private const int Most = 700;

    private static readonly Problem Linear =
        new(new ProblemShape(2, [new Dense(3, Activation.ReLU), new Dense(1, Activation.Identity)], Loss.MeanSquaredError, Most), seed: 1);

    private static readonly Problem Classes =
        new(new ProblemShape(2, [new Dense(3, Activation.Tanh), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Most), seed: 1);

    /// <summary>Whether sample by sample, and how many: the last is the bad one, alone, at the end of a block, or in the next.</summary>
    public static TheoryData<bool, int> Ways => new()
    {
        { false, 1 }, { false, RowBlock.MaxTrainedRows }, { false, RowBlock.MaxTrainedRows + 1 }, { false, Most },
        { true, 1 }, { true, RowBlock.MaxRows }, { true, RowBlock.MaxRows + 1 }, { true, Most },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_sample_that_is_not_a_number(bool perSample, int rows)
    {
        RequireStopped(Linear, perSample, rows, float.NaN, "finite loss", "NaN");
        RequireStopped(Classes, perSample, rows, float.NaN, "finite loss", "NaN");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_sample_whose_gradient_overflows(bool perSample, int rows) =>
        RequireStopped(Linear, perSample, rows, float.MaxValue, "finite gradient");

    [Fact]
    public void A_target_that_is_not_a_number()
    {
        Trainer trainer = Linear.NewTrainer();
        Expect.Error<NotFiniteNumberException>(() => trainer.Update([1, 1], [float.NaN]), "finite loss", "samples 0 to 0", "NaN");
        Comparison.AssertSameBits(Linear.NewNetwork().Parameters, trainer.Network.Parameters);
    }

    [Fact]
    public void A_look_at_the_gradient_finds_the_bad_loss_and_discards_it()
    {
        Trainer trainer = Classes.NewTrainer();
        trainer.Accumulate(Classes.SampleRows(0, 2), Classes.TargetRows(0, 2));
        _ = trainer.AccumulatedGradient();
        trainer.Accumulate([1, float.NaN], Classes.TargetRows(0, 1));
        Expect.Error<NotFiniteNumberException>(() => trainer.AccumulatedGradient().Length, "finite loss", "samples 0 to 2", "NaN");
        Assert.Equal(0, trainer.Accumulated);
        Assert.All(trainer.AccumulatedGradient().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Weights_so_large_that_the_loss_overflows()
    {
        foreach (Problem problem in new[] { Linear, Classes })
        {
            Trainer trainer = problem.NewTrainer();
            trainer.Network.Weights(1).Fill(float.MaxValue);
            trainer.Network.Biases(0).Fill(2);
            trainer.Network.Weights(0).Clear();
            float[] before = trainer.Network.Parameters.ToArray();
            Expect.Error<NotFiniteNumberException>(
                () => trainer.Update(problem.SampleRows(0, 4), problem.TargetRows(0, 4)), "finite loss");
            Comparison.AssertSameBits(before, trainer.Network.Parameters);
        }
    }

    [Fact]
    public void A_gradient_that_overflows_where_the_loss_does_not()
    {
        // y = 0 · x: the loss is 10², the gradient by the weight −20 · 1e38.
        var network = new Network(1, new Dense(1, Activation.Identity));
        network.Parameters.Clear();
        var trainer = new Trainer(network, Loss.MeanSquaredError, new StochasticGradientDescent(1));
        Expect.Error<NotFiniteNumberException>(
            () => trainer.Update([1e38f], [10]), "finite gradient", "parameter 0", $"{float.NegativeInfinity}");
        Comparison.AssertSameBits([0, 0], network.Parameters);
        Assert.Equal(0, trainer.Accumulated);
        Assert.Equal(100, trainer.Update([1], [10]));
        Comparison.AssertSameBits([20, 20], network.Parameters);
    }

    [Fact]
    public void A_fit_keeps_the_batches_before_the_bad_one()
    {
        float[] samples = [.. Linear.Samples];
        samples[2 * 9] = float.NaN;
        var options = new FitOptions { Epochs = 2, BatchSize = 4, Order = BatchOrder.Sequential };
        Trainer stopped = Linear.NewTrainer();
        Assert.Throws<NotFiniteNumberException>(() => stopped.Fit(samples, Linear.Targets, options));
        Trainer prefix = Linear.NewTrainer();
        prefix.Fit(Linear.SampleRows(0, 8), Linear.TargetRows(0, 8), options with { Epochs = 1 });
        Comparison.AssertSameBits(prefix.Network.Parameters, stopped.Network.Parameters);
        stopped.Fit(Linear.Samples, Linear.Targets, options);
    }

    private static void RequireStopped(Problem problem, bool perSample, int rows, float badFeature, params string[] message)
    {
        float[] samples = problem.SampleRows(0, rows).ToArray();
        float[] targets = problem.TargetRows(0, rows).ToArray();
        samples[^1] = badFeature;
        Trainer trainer = problem.NewTrainer();
        Expect.Error<NotFiniteNumberException>(
            () =>
            {
                if (perSample)
                {
                    trainer.Accumulate(samples, targets);
                    trainer.Step();
                }
                else
                {
                    trainer.Update(samples, targets);
                }
            },
            message);
        Trainer fresh = problem.NewTrainer();
        Comparison.AssertSameBits(fresh.Network.Parameters, trainer.Network.Parameters);
        Assert.Equal(0, trainer.Accumulated);

        // What was discarded leaves no trace in the next update.
        fresh.Update(problem.Samples, problem.Targets);
        trainer.Update(problem.Samples, problem.Targets);
        Comparison.AssertSameBits(fresh.Network.Parameters, trainer.Network.Parameters);
    }
}
