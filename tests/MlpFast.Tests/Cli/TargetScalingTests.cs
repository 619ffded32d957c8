using MlpFast.Cli;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Targets on the scale a network trains on, and back.</summary>
public sealed class TargetScalingTests
{
    [Fact]
    public void Targets_get_mean_0_and_deviation_1()
    {
        var scaling = TargetScaling.Fit([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal(new TargetScaling(5, 2), scaling);
        Assert.Equal([-1.5f, 2], scaling.Apply([2, 9]));
        float[] outputs = [-1.5f, 2];
        scaling.Restore(outputs);
        Assert.Equal([2f, 9], outputs);
    }

    [Fact]
    public void Equal_targets_are_only_shifted() => Assert.Equal(new TargetScaling(3, 1), TargetScaling.Fit([3, 3, 3]));

    [Fact]
    public void A_network_with_the_factors_folded_in_predicts_in_the_target_s_unit()
    {
        var network = new Network(2, new Dense(4, Activation.Tanh), new Dense(1, Activation.Identity));
        network.Initialize(Initializer.Glorot, Initializer.Normal(), 1);
        float[] parameters = network.Parameters.ToArray();
        float[] samples = [0.5f, -1, 2, 3];
        using var predictor = new Predictor(network, threads: 1);
        float[] expected = Predictions.Outputs(predictor, samples);
        var scaling = new TargetScaling(100, 16);
        scaling.Restore(expected);

        scaling.FoldInto(network);
        float[] actual = Predictions.Outputs(predictor, samples);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }

        scaling.UnfoldFrom(network);
        for (int i = 0; i < parameters.Length; i++)
        {
            Assert.Equal(parameters[i], network.Parameters[i], 1e-5f);
        }
    }
}
