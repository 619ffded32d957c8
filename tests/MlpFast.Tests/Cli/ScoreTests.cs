using MlpFast.Cli;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Scores, against values worked out by hand.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void Classes_are_counted()
    {
        // Predicted: a a b b b c; expected: a b b b c a. Nothing is of class d.
        float[] outputs = [9, 1, 1, 0, 9, 1, 1, 0, 1, 9, 1, 0, 1, 9, 1, 0, 1, 9, 1, 0, 1, 1, 9, 0];
        var target = new ClassTarget(["a", "b", "c", "d"], [0, 1, 1, 1, 2, 0]);
        ClassificationScore score = Assert.IsType<ClassificationScore>(Score.Of(outputs, target));
        Assert.Equal((6, 0.5), (score.Samples, score.Accuracy));
        Assert.Equal(
            [
                new ClassScore("a", 1.0 / 2, 1.0 / 2, 1.0 / 2, 2),
                new ClassScore("b", 2.0 / 3, 2.0 / 3, 2.0 / 3, 3),
                new ClassScore("c", 0, 0, 0, 1),
                new ClassScore("d", 0, 0, 0, 0),
            ],
            score.Classes);
    }

    [Fact]
    public void Precision_and_recall_are_told_apart()
    {
        ClassificationScore score = ClassificationScore.Of([0, 0, 0, 1], new ClassTarget(["a", "b"], [0, 1, 1, 1]));
        Assert.Equal([new ClassScore("a", 1.0 / 3, 1, 0.5, 1), new ClassScore("b", 1, 1.0 / 3, 0.5, 3)], score.Classes);
    }

    [Fact]
    public void The_first_of_equal_outputs_is_the_class() => Assert.Equal([1], Predictions.Classes([1, 2, 2], 3));

    [Fact]
    public void A_regression_s_errors_are_in_its_own_unit() =>
        Assert.Equal(new RegressionScore(4, 1, 1, 1 - (4.0 / 20)), Score.Of([2, 2, 6, 6], new ValueTarget([1, 3, 5, 7])));

    [Fact]
    public void Equal_targets_have_no_share_of_variance() =>
        Assert.Equal(new RegressionScore(2, 2.5, Math.Sqrt(2.5), null), Score.Of([4, 7], new ValueTarget([5, 5])));

    [Fact]
    public void Predictions_that_are_not_finite_are_an_error()
    {
        var network = new Network(1, new Dense(1, Activation.Identity));
        network.Weights(0)[0] = float.MaxValue;
        using var predictor = new Predictor(network, threads: 1);
        var error = Assert.Throws<UserErrorException>(() => Predictions.Outputs(predictor, [0, 2]));
        Assert.Contains("for sample 2", error.Message, StringComparison.Ordinal);
    }
}
