using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>Everything a trainer refuses: with the expected and the actual value, the parameters as they were to the bit.</summary>
public sealed class TrainerErrorTests : IDisposable
{
    private static readonly float[] Sample = [1, 2];

    private static readonly float[] Target = [0.25f, 0.25f, 0.5f];

    /// <summary>2 inputs, 3 classes.</summary>
    private readonly Trainer _trainer = new(
        new Network(2, new Dense(4, Activation.Tanh), new Dense(3, Activation.Softmax)),
        Loss.CrossEntropy,
        new StochasticGradientDescent(0.5f));

    public static TheoryData<float[], string> WrongTargets => new()
    {
        { [0.5f, -0.25f, 0.75f], "[0, 1], but that of sample 1, class 1 is -0.25" },
        { [0, 0, 1.5f], "[0, 1], but that of sample 1, class 2 is 1.5" },
        { [float.NaN, 0.5f, 0.5f], "[0, 1], but that of sample 1, class 0 is NaN" },
        { [0.25f, 0.25f, 0.25f], "sum to 1, but those of sample 1 sum to 0.75" },
        { [1, 1, 0], "sum to 1, but those of sample 1 sum to 2" },
        { [0, 0, 0], "sum to 1, but those of sample 1 sum to 0" },
    };

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public void A_trainer_needs_a_network_and_an_optimizer()
    {
        Assert.Throws<ArgumentNullException>(() => new Trainer(null!, Loss.MeanSquaredError, new StochasticGradientDescent(1)));
        Assert.Throws<ArgumentNullException>(() => new Trainer(_trainer.Network, Loss.CrossEntropy, null!));
    }

    [Fact]
    public void Loss_and_reduction_are_defined()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            () => new Trainer(_trainer.Network, (Loss)9, new StochasticGradientDescent(1)),
            "HalfMeanSquaredError, MeanSquaredError, CrossEntropy",
            "9");
        Expect.Error<ArgumentOutOfRangeException>(
            () => new Trainer(_trainer.Network, Loss.CrossEntropy, new StochasticGradientDescent(1), (Reduction)9), "Mean, Sum", "9");
    }

    [Theory]
    [InlineData(Loss.MeanSquaredError, Activation.Softmax)]
    [InlineData(Loss.HalfMeanSquaredError, Activation.Softmax)]
    [InlineData(Loss.CrossEntropy, Activation.Sigmoid)]
    [InlineData(Loss.CrossEntropy, Activation.Identity)]
    public void Cross_entropy_and_softmax_go_together(Loss loss, Activation output)
    {
        var network = new Network(2, new Dense(3, output));
        Expect.Error<ArgumentException>(
            () => new Trainer(network, loss, new StochasticGradientDescent(1)),
            "cross-entropy and a softmax output together",
            $"the loss is {loss} and the output {output}");
    }

    [Fact]
    public void Samples_are_whole_rows() =>
        ForEveryEntry(entry => Refuses<ArgumentException>(() => entry([1, 2, 3], Target), "multiple of 2", "got 3"));

    [Fact]
    public void Targets_are_as_many_as_samples()
    {
        ForEveryEntry(entry => Refuses<ArgumentException>(() => entry(Sample, [0, 1]), "1 × 3 = 3", "got 2"));
        ForEveryEntry(entry => Refuses<ArgumentException>(() => entry([1, 2, 3, 4], Target), "2 × 3 = 6", "got 3"));
    }

    [Theory]
    [MemberData(nameof(WrongTargets))]
    public void Targets_of_cross_entropy_are_probabilities(float[] target, string message) =>
        ForEveryEntry(entry => Refuses<ArgumentException>(() => entry([.. Sample, .. Sample], [.. Target, .. target]), message));

    [Fact]
    public void What_rounding_does_to_probabilities_is_no_error()
    {
        _trainer.Accumulate(Sample, [1f / 3, 1f / 3, 0.3333f]);
        Assert.Equal(1, _trainer.Accumulated);
    }

    [Fact]
    public void A_step_needs_a_sample()
    {
        Refuses<InvalidOperationException>(() => _trainer.Step(), "at least 1 accumulated sample", "there are 0");
        _trainer.Accumulate([], []);
        Refuses<InvalidOperationException>(() => _trainer.Step(), "there are 0");
    }

    [Fact]
    public void An_update_and_a_fit_need_a_sample()
    {
        Refuses<ArgumentException>(() => _trainer.Update([], []), "at least 1 sample", "got 0");
        Refuses<ArgumentException>(() => _trainer.Fit([], [], new FitOptions { Epochs = 1 }), "at least 1 sample", "got 0");
    }

    [Fact]
    public void Accumulated_samples_are_stepped_or_discarded_before_a_batch()
    {
        _trainer.Accumulate(Sample, Target);
        string[] message = ["0 accumulated samples", "there are 1", "Step or Discard"];
        Refuses<InvalidOperationException>(() => _trainer.Update(Sample, Target), message);
        Refuses<InvalidOperationException>(() => _trainer.Fit(Sample, Target, new FitOptions { Epochs = 1 }), message);
        Assert.Equal(1, _trainer.Accumulated);
        _trainer.Step();
        _trainer.Update(Sample, Target);
    }

    [Fact]
    public void Fit_options_are_in_range()
    {
        Refuses<ArgumentNullException>(() => _trainer.Fit(Sample, Target, null!));
        RefusesOptions(new FitOptions { Epochs = 0 }, "at least 1 epoch", "0");
        RefusesOptions(new FitOptions { Epochs = 1, BatchSize = 0 }, "1 to 1 samples", "got 0");
        RefusesOptions(new FitOptions { Epochs = 1, BatchSize = 2 }, "1 to 1 samples, which is all there are", "got 2");
        RefusesOptions(new FitOptions { Epochs = 1, Order = (BatchOrder)9 }, "defined order", "9");
        RefusesOptions(new FitOptions { Epochs = 1, Style = (UpdateStyle)9 }, "defined update style", "9");
    }

    private void RefusesOptions(FitOptions options, params string[] message) =>
        Refuses<ArgumentOutOfRangeException>(() => _trainer.Fit(Sample, Target, options), message);

    private void Refuses<TException>(Action action, params string[] message)
        where TException : Exception
    {
        float[] before = _trainer.Network.Parameters.ToArray();
        int accumulated = _trainer.Accumulated;
        Expect.Error<TException>(action, message);
        Comparison.AssertSameBits(before, _trainer.Network.Parameters);
        Assert.Equal(accumulated, _trainer.Accumulated);
    }

    /// <summary>The three methods that take samples and targets check them alike.</summary>
    private void ForEveryEntry(Action<Action<float[], float[]>> test)
    {
        test((samples, targets) => _trainer.Accumulate(samples, targets));
        test((samples, targets) => _trainer.Update(samples, targets));
        test((samples, targets) => _trainer.Fit(samples, targets, new FitOptions { Epochs = 1 }));
    }
}
