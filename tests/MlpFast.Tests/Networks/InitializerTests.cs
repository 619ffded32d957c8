using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>The distributions that parameters are drawn from: bounds, moments, and the exact values that a seed means.</summary>
public sealed class InitializerTests
{
    private const int Inputs = 300;

    private const int Outputs = 200;

    /// <summary>The first draws with seed 7 for 3 inputs and 5 outputs, computed from the specification by another program.</summary>
    public static TheoryData<string, float[]> FirstValues => new()
    {
        { "zeros", [0f, 0f, 0f, 0f] },
        { "uniform", [0.20057648420333862f, -0.2212487757205963f, 0.3396274745464325f, 0.4810977280139923f] },
        { "normal", [0.964361846446991f, -1.0637532472610474f, -0.3039301335811615f, -1.0989693403244019f] },
        { "glorot", [0.347408652305603f, -0.3832141160964966f, 0.5882520079612732f, 0.8332856893539429f] },
        { "he", [0.7873981595039368f, -0.8685508370399475f, -0.24815790355205536f, -0.8973047137260437f] },
    };

    [Theory]
    [MemberData(nameof(FirstValues))]
    public void A_seed_means_these_values(string name, float[] expected)
    {
        Initializer initializer = name switch
        {
            "zeros" => Initializer.Zeros,
            "uniform" => Initializer.Uniform(-0.5f, 0.5f),
            "normal" => Initializer.Normal(),
            "glorot" => Initializer.Glorot,
            _ => Initializer.He,
        };
        var network = new Network(3, new Dense(5, Activation.Identity));
        network.Initialize(initializer, Initializer.Zeros, seed: 7);
        Comparison.AssertSameBits(expected, network.Parameters[..4]);
    }

    [Fact]
    public void Biases_are_drawn_after_the_weights_of_their_layer()
    {
        var network = new Network(2, new Dense(2, Activation.Identity), new Dense(1, Activation.Identity));
        network.Initialize(Initializer.Uniform(-0.5f, 0.5f), Initializer.Uniform(-1, 1), seed: 7);
        var random = new RandomSource(7);
        float[] u = [.. Enumerable.Range(0, 9).Select(_ => (float)(random.NextDouble() - 0.5))];
        Comparison.AssertSameBits([u[0], u[1], u[2], u[3], 2 * u[4], 2 * u[5], u[6], u[7], 2 * u[8]], network.Parameters);
    }

    [Fact]
    public void Uniform_has_its_bounds_and_moments() =>
        RequireUniform(Draw(Initializer.Uniform(-0.5f, 1.5f)), -0.5, 1.5);

    [Fact]
    public void Glorot_is_uniform_within_its_limit()
    {
        double limit = Math.Sqrt(6.0 / (Inputs + Outputs));
        RequireUniform(Draw(Initializer.Glorot), -limit, limit);
    }

    [Fact]
    public void Normal_has_its_moments()
    {
        RequireNormal(Draw(Initializer.Normal()), 0, 1);
        RequireNormal(Draw(Initializer.Normal(3, 0.25f)), 3, 0.25);
    }

    [Fact]
    public void He_is_normal_with_its_deviation() => RequireNormal(Draw(Initializer.He), 0, Math.Sqrt(2.0 / Inputs));

    [Fact]
    public void The_default_is_he_in_front_of_a_relu_else_glorot_and_biases_of_zero()
    {
        var network = new Network(50, new Dense(40, Activation.ReLU), new Dense(30, Activation.Tanh));
        network.Initialize(seed: 7);
        RequireNormal(network.Weights(0).ToArray(), 0, Math.Sqrt(2.0 / 50));
        double limit = Math.Sqrt(6.0 / (40 + 30));
        RequireUniform(network.Weights(1).ToArray(), -limit, limit);
        Assert.All(network.Biases(0).ToArray(), bias => Assert.Equal(0, bias));
        Assert.All(network.Biases(1).ToArray(), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void A_new_network_has_seed_zero()
    {
        var network = new Network(5, new Dense(4, Activation.ReLU), new Dense(3, Activation.Tanh));
        float[] created = network.Parameters.ToArray();
        network.Initialize(seed: 1);
        Assert.NotEqual(created, network.Parameters.ToArray());
        network.Initialize(seed: 0);
        Comparison.AssertSameBits(created, network.Parameters);
    }

    [Fact]
    public void Distributions_are_well_defined()
    {
        Expect.Error<ArgumentOutOfRangeException>(() => Initializer.Uniform(float.NaN, 1), "finite", "NaN");
        Expect.Error<ArgumentOutOfRangeException>(
            () => Initializer.Uniform(0, float.PositiveInfinity), "finite", $"{float.PositiveInfinity}");
        Expect.Error<ArgumentOutOfRangeException>(() => Initializer.Uniform(2, 1), "'1'", "'2'");
        Expect.Error<ArgumentOutOfRangeException>(() => Initializer.Normal(float.NaN), "finite", "NaN");
        Expect.Error<ArgumentOutOfRangeException>(() => Initializer.Normal(0, float.NaN), "finite", "NaN");
        Expect.Error<ArgumentOutOfRangeException>(() => Initializer.Normal(0, -1), "'-1'");
        var network = new Network(1, new Dense(1, Activation.Tanh));
        Assert.Throws<ArgumentNullException>(() => network.Initialize(null!, Initializer.Zeros, 1));
        Assert.Throws<ArgumentNullException>(() => network.Initialize(Initializer.Zeros, null!, 1));
    }

    private static float[] Draw(Initializer initializer)
    {
        var network = new Network(Inputs, new Dense(Outputs, Activation.Identity));
        network.Initialize(initializer, Initializer.Zeros, seed: 1);
        return network.Weights(0).ToArray();
    }

    private static void RequireUniform(float[] values, double low, double high)
    {
        double width = high - low;
        Assert.InRange(values.Min(), low, low + (0.01 * width));
        Assert.InRange(values.Max(), high - (0.01 * width), high);
        RequireMoments(values, (low + high) / 2, width / Math.Sqrt(12), kurtosis: 1.8);
    }

    private static void RequireNormal(float[] values, double mean, double deviation) =>
        RequireMoments(values, mean, deviation, kurtosis: 3);

    /// <summary>Each within five standard errors.</summary>
    private static void RequireMoments(float[] values, double mean, double deviation, double kurtosis)
    {
        double[] standard = Array.ConvertAll(values, value => (value - mean) / deviation);
        double error = 5 / Math.Sqrt(values.Length);
        Assert.InRange(standard.Average(), -error, error);
        double errorOfVariance = error * Math.Sqrt(kurtosis - 1);
        Assert.InRange(standard.Average(z => z * z), 1 - errorOfVariance, 1 + errorOfVariance);
        Assert.InRange(standard.Average(z => z * z * z), -4 * error, 4 * error);
        Assert.InRange(standard.Average(z => z * z * z * z), kurtosis - (10 * error), kurtosis + (10 * error));
    }
}
