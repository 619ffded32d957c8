using FsCheck;
using FsCheck.Fluent;
using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MlpFast.Tests.Training;

/// <summary>
/// The engine's gradients against the oracle's, and the oracle's against central differences of the objective, both relative to the
/// gradient's norm.
/// </summary>
public sealed class GradientTests(ITestOutputHelper output)
{
    private const double EngineTolerance = 1e-5;

    private const double OracleTolerance = 1e-6;

    /// <summary>2⁻²⁰: the error of a central difference is near 1e-12 from its h² and near 1e-10 from rounding.</summary>
    private const double H = 1.0 / (1 << 20);

    /// <summary>
    /// A ReLU has no derivative where its logit is zero. Nearer to it than this (a hundred times h, and as much above the rounding of a
    /// float's logit) a difference may straddle the kink, and says nothing about the gradient.
    /// </summary>
    private const double NearKink = 1e-4;

    public static TheoryData<Activation, Loss, Activation, int> Combinations
    {
        get
        {
            var combinations = new TheoryData<Activation, Loss, Activation, int>();
            foreach ((Loss loss, Activation last) in Problems.LossesAndOutputs)
            {
                combinations.Add(Activation.Identity, loss, last, 1);
                foreach (Activation hidden in Problems.Hidden)
                {
                    combinations.Add(hidden, loss, last, 2);
                    combinations.Add(hidden, loss, last, 3);
                    combinations.Add(hidden, loss, last, 4);
                }
            }

            return combinations;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Every_activation_loss_and_depth(Activation hidden, Loss loss, Activation last, int depth)
    {
        int[] widths = [11, 5, 13];
        Dense[] layers = [.. widths.Take(depth - 1).Select(width => new Dense(width, hidden)), new Dense(3, last)];
        var shape = new ProblemShape(7, layers, loss, 6);
        Problem problem = Enumerable.Range(1, 20).Select(seed => new Problem(shape, (ulong)seed)).First(HasUsefulGradient);
        (double engine, double oracle) = Errors(problem);
        Assert.InRange(engine, 0, EngineTolerance);
        Assert.InRange(oracle, 0, OracleTolerance);
    }

    [Fact]
    public void Two_hundred_random_networks()
    {
        const int Networks = 200;
        int[] widths = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 19, 23, 31, 33];
        Problem[] drawn = Problems.Of(widths, [1, 2, 3, 5, 7]).Sample(2 * Networks, new Rnd(2), size: 0);
        Problem[] accepted = [.. drawn.Where(HasUsefulGradient).Take(Networks)];
        int rejected = Array.IndexOf(drawn, accepted[^1]) + 1 - accepted.Length;
        double worstEngine = 0;
        double worstOracle = 0;
        foreach (Problem problem in accepted)
        {
            (double engine, double oracle) = Errors(problem);
            worstEngine = Math.Max(worstEngine, engine);
            worstOracle = Math.Max(worstOracle, oracle);
            Assert.True(engine <= EngineTolerance && oracle <= OracleTolerance, $"{problem}: engine {engine}, oracle {oracle}");
        }

        output.WriteLine($"worst errors: engine {worstEngine:E2}, oracle {worstOracle:E2}; drawn anew: {rejected}");
        Assert.Equal(Networks, accepted.Length);
    }

    /// <summary>Away from kinks, and with a gradient that reaches every layer: one of zeros would match whatever is broken alike.</summary>
    private static bool HasUsefulGradient(Problem problem)
    {
        (OracleNetwork oracle, double[][] samples, double[][] targets) = ToOracle(problem);
        if (oracle.DistanceToKink(samples) < NearKink)
        {
            return false;
        }

        double[] gradient = oracle.Gradient(problem.Shape.Loss, samples, targets);
        Network network = problem.NewNetwork();
        int offset = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            int end = offset + network.Weights(i).Length + network.Biases(i).Length;
            if (gradient[offset..end].All(value => value == 0))
            {
                return false;
            }

            offset = end;
        }

        return true;
    }

    private static (double Engine, double Oracle) Errors(Problem problem)
    {
        (OracleNetwork oracle, double[][] samples, double[][] targets) = ToOracle(problem);
        double[] expected = oracle.Gradient(problem.Shape.Loss, samples, targets);
        Trainer trainer = problem.NewTrainer();
        trainer.Accumulate(problem.Samples, problem.Targets);
        double engine = Comparison.RelativeError<float>(expected, trainer.AccumulatedGradient());
        double[] differences = oracle.CentralDifferences(problem.Shape.Loss, samples, targets, H);
        return (engine, Comparison.RelativeError<double>(differences, expected));
    }

    private static (OracleNetwork Oracle, double[][] Samples, double[][] Targets) ToOracle(Problem problem) =>
        (OracleNetwork.Of(problem.NewNetwork()),
            OracleNetwork.ToRows(problem.Samples, problem.Shape.Inputs),
            OracleNetwork.ToRows(problem.Targets, problem.Outputs));
}
