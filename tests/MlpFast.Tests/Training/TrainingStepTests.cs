using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>Whole training steps (forward, loss, gradient, update) against the oracle, and what a step leaves behind.</summary>
public sealed class TrainingStepTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<Loss, Activation, Reduction> Cases
    {
        get
        {
            var cases = new TheoryData<Loss, Activation, Reduction>();
            foreach ((Loss loss, Activation last) in Problems.LossesAndOutputs)
            {
                cases.Add(loss, last, Reduction.Mean);
                cases.Add(loss, last, Reduction.Sum);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Twenty_updates_follow_the_oracle(Loss loss, Activation last, Reduction reduction)
    {
        Dense[] layers = [new Dense(17, Activation.Tanh), new Dense(9, Activation.Sigmoid), new Dense(4, last)];
        var problem = new Problem(new ProblemShape(6, layers, loss, 30), seed: 1);
        float learningRate = reduction == Reduction.Mean ? 0.25f : 0.25f / 30;
        Trainer trainer = problem.NewTrainer(learningRate, reduction);
        OracleNetwork oracle = OracleNetwork.Of(trainer.Network);
        double[] initial = oracle.Parameters;
        double[][] samples = OracleNetwork.ToRows(problem.Samples, problem.Shape.Inputs);
        double[][] targets = OracleNetwork.ToRows(problem.Targets, problem.Outputs);
        for (int step = 0; step < 20; step++)
        {
            double expected = oracle.Step(loss, samples, targets, learningRate, reduction);
            double actual = trainer.Update(problem.Samples, problem.Targets);
            Assert.InRange(actual, expected * (1 - Tolerance), expected * (1 + Tolerance));
        }

        Assert.InRange(Comparison.RelativeError<float>(oracle.Parameters, trainer.Network.Parameters), 0, Tolerance);
        Assert.True(Comparison.RelativeError<double>(initial, oracle.Parameters) > 1e-3, "Expected the steps to lead somewhere.");
    }

    [Fact]
    public void A_prediction_is_the_oracles()
    {
        foreach ((Loss loss, Activation last) in Problems.LossesAndOutputs)
        {
            Dense[] layers = [new Dense(17, Activation.ReLU), new Dense(9, Activation.Tanh), new Dense(4, last)];
            var problem = new Problem(new ProblemShape(6, layers, loss, 30), seed: 1);
            Network network = problem.NewNetwork();
            float[] actual = new float[problem.Targets.Length];
            network.Predict(problem.Samples, actual);
            OracleNetwork oracle = OracleNetwork.Of(network);
            double[] expected = [.. OracleNetwork.ToRows(problem.Samples, problem.Shape.Inputs).SelectMany(oracle.Predict)];
            Assert.InRange(Comparison.RelativeError<float>(expected, actual), 0, 1e-6);
        }
    }

    [Fact]
    public void Reported_losses_are_as_documented()
    {
        Assert.Equal((4.0 + 16) / 4, LossOfZeroNetwork(Loss.HalfMeanSquaredError, Activation.Identity, [2, -4]));
        Assert.Equal((4.0 + 16) / 2, LossOfZeroNetwork(Loss.MeanSquaredError, Activation.Identity, [2, -4]));
        Assert.Equal(Math.Log(2), LossOfZeroNetwork(Loss.CrossEntropy, Activation.Softmax, [0.25f, 0.75f]), 15);
    }

    [Fact]
    public void A_step_starts_the_next_one_from_nothing()
    {
        Problem problem = Small();
        Trainer trainer = problem.NewTrainer();
        trainer.Accumulate(problem.Samples, problem.Targets);
        Assert.Equal(problem.Shape.Samples, trainer.Accumulated);
        trainer.Step();
        Assert.Equal(0, trainer.Accumulated);
        Assert.All(trainer.AccumulatedGradient().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Discarded_samples_leave_no_trace()
    {
        Problem problem = Small();
        Trainer discarding = problem.NewTrainer();
        discarding.Accumulate(problem.SampleRows(2, 3), problem.TargetRows(2, 3));
        _ = discarding.AccumulatedGradient();
        discarding.Accumulate(problem.SampleRows(5, 1), problem.TargetRows(5, 1));
        discarding.Discard();
        Assert.Equal(0, discarding.Accumulated);
        Trainer fresh = problem.NewTrainer();
        Comparison.AssertSameBits(fresh.Update(problem.Samples, problem.Targets), discarding.Update(problem.Samples, problem.Targets));
        Comparison.AssertSameBits(fresh.Network.Parameters, discarding.Network.Parameters);
    }

    [Fact]
    public void What_is_written_to_the_accumulated_gradient_takes_part_in_the_step()
    {
        Problem problem = Small();
        Trainer trainer = problem.NewTrainer(learningRate: 1, Reduction.Sum);
        float[] before = trainer.Network.Parameters.ToArray();
        trainer.Accumulate(problem.Samples, problem.Targets);
        trainer.AccumulatedGradient().Clear();
        trainer.AccumulatedGradient()[3] = 2;
        trainer.Step();
        before[3] -= 2;
        Comparison.AssertSameBits(before, trainer.Network.Parameters);
    }

    [Fact]
    public void The_mean_is_over_the_samples_that_were_accumulated()
    {
        // A linear unit at zero with x = 1 and y = −1 has δ = 1 for every sample.
        var network = new Network(1, new Dense(1, Activation.Identity));
        network.Parameters.Clear();
        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(0.5f));
        trainer.Accumulate([1, 1, 1], [-1, -1, -1]);
        Comparison.AssertSameBits([3, 3], trainer.AccumulatedGradient());
        Assert.Equal(0.5, trainer.Step());
        Comparison.AssertSameBits([-0.5f, -0.5f], network.Parameters);
    }

    private static double LossOfZeroNetwork(Loss loss, Activation output, float[] target)
    {
        var network = new Network(3, new Dense(2, output));
        network.Parameters.Clear();
        return new Trainer(network, loss, new StochasticGradientDescent(1)).Update([1, 2, 3], target);
    }

    private static Problem Small() =>
        new(new ProblemShape(3, [new Dense(5, Activation.Tanh), new Dense(2, Activation.Sigmoid)], Loss.MeanSquaredError, 7), seed: 1);
}
