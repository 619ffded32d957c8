using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>A network's architecture, and where its parameters lie.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void It_has_the_architecture_it_was_given()
    {
        Dense[] layers = [new Dense(4, Activation.ReLU), new Dense(3, Activation.Softmax)];
        var network = new Network(2, layers);
        Assert.Equal(2, network.Inputs);
        Assert.Equal(3, network.Outputs);
        Assert.Equal(layers, network.Layers);
        Assert.Equal((2 * 4) + 4 + (4 * 3) + 3, network.Parameters.Length);
        layers[0] = new Dense(99, Activation.Tanh);
        Assert.Equal(new Dense(4, Activation.ReLU), network.Layers[0]);
    }

    [Fact]
    public void Parameters_lie_layer_after_layer_weights_before_biases()
    {
        var network = new Network(2, new Dense(2, Activation.Identity), new Dense(1, Activation.Identity));
        for (int i = 0; i < network.Parameters.Length; i++)
        {
            network.Parameters[i] = i;
        }

        Comparison.AssertSameBits([0, 1, 2, 3], network.Weights(0));
        Comparison.AssertSameBits([4, 5], network.Biases(0));
        Comparison.AssertSameBits([6, 7], network.Weights(1));
        Comparison.AssertSameBits([8], network.Biases(1));

        // Row-major [inputs × outputs]: x = (10, 100) gives (10·0 + 100·2 + 4, 10·1 + 100·3 + 5) = (204, 315), then 204·6 + 315·7 + 8.
        float[] output = new float[1];
        network.Predict([10, 100], output);
        Assert.Equal(3437, output[0]);
    }

    [Fact]
    public void Parameters_are_written_through_their_spans()
    {
        var network = new Network(2, new Dense(2, Activation.Identity));
        network.Weights(0)[3] = 7;
        network.Biases(0)[0] = 8;
        Assert.Equal([7f, 8f], network.Parameters[3..5].ToArray());
    }

    [Fact]
    public void Parameters_start_on_a_cache_line()
    {
        for (int i = 0; i < 20; i++)
        {
            Span<float> parameters = new Network(3, new Dense(5 + i, Activation.Tanh)).Parameters;
            Assert.Equal(0, AddressOf(parameters) % 64);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Sizes_are_at_least_one(int size)
    {
        Expect.Error<ArgumentOutOfRangeException>(() => new Network(size, new Dense(1, Activation.Tanh)), "1", $"'{size}'");
        Expect.Error<ArgumentOutOfRangeException>(
            () => new Network(1, new Dense(1, Activation.Tanh), new Dense(size, Activation.Tanh)),
            "at least 1 output in layer 1",
            $"got {size}");
    }

    [Fact]
    public void There_is_at_least_one_layer() =>
        Expect.Error<ArgumentException>(() => new Network(1), "at least 1 layer", "got 0");

    [Fact]
    public void An_activation_is_defined() =>
        Expect.Error<ArgumentOutOfRangeException>(
            () => new Network(1, new Dense(1, (Activation)9)), "defined activation in layer 0", "got 9");

    [Fact]
    public void Softmax_is_last() =>
        Expect.Error<ArgumentException>(
            () => new Network(1, new Dense(2, Activation.Softmax), new Dense(2, Activation.Softmax)), "only in the last layer", "layer 0");

    [Theory]
    [InlineData(50_000, 50_000, 2_500_050_000L)]
    [InlineData(int.MaxValue, int.MaxValue, 4_611_686_016_279_904_256L)]
    public void Parameters_fit_in_an_array(int inputs, int outputs, long parameters) =>
        Expect.Error<ArgumentOutOfRangeException>(
            () => new Network(inputs, new Dense(outputs, Activation.Tanh)), "at most 21474", $"have {parameters}");

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_layer_exists(int layer)
    {
        var network = new Network(1, new Dense(2, Activation.Tanh), new Dense(2, Activation.Tanh));
        Expect.Error<ArgumentOutOfRangeException>(() => network.Weights(layer).Length, "from 0 to 1", $"Actual value was {layer}");
        Expect.Error<ArgumentOutOfRangeException>(() => network.Biases(layer).Length, "from 0 to 1", $"Actual value was {layer}");
    }

    private static unsafe nint AddressOf(Span<float> pinned)
    {
        fixed (float* address = pinned)
        {
            return (nint)address;
        }
    }
}
