using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>
/// Plain descent of a large network updates the weights without storing their gradient. It gives the bits, and where something is wrong the
/// exceptions, of an optimizer that is handed the gradient.
/// </summary>
public sealed class DescentTests
{
    private const int Inputs = 70_000;

    /// <summary>
    /// Each has more than 16,384 parameters. The second and the fourth have strides of 4,096 bytes, the third more samples than a block of a product
    /// is deep.
    /// </summary>
    private static readonly ProblemShape[] Shapes =
    [
        new(300, [new Dense(60, Activation.Tanh), new Dense(10, Activation.Identity)], Loss.MeanSquaredError, Samples: 529),
        new(1024, [new Dense(65, Activation.ReLU), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Samples: 30),
        new(40, [new Dense(520, Activation.Tanh), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Samples: Effort.Of(1056, 30)),
        new(64, [new Dense(1024, Activation.Sigmoid), new Dense(1, Activation.Sigmoid)], Loss.HalfMeanSquaredError, Samples: 30),
    ];

    public static TheoryData<int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int>();
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                // With 187 samples on one thread and 374 on two it keeps the gradient; 529 are two blocks on one.
                foreach (int batch in new[] { 1, 7, 186, 187, 373, 374, 529 })
                {
                    cases.Add(0, batch, threads);
                }

                cases.Add(1, 30, threads);
                cases.Add(2, Shapes[2].Samples, threads);
                cases.Add(3, 30, threads);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_has_the_bits_of_an_optimizer_that_is_handed_the_gradient(int shape, int batch, int threads)
    {
        var problem = new Problem(Shapes[shape], seed: 1);
        using var expected = new Trainer(problem.NewNetwork(), problem.Shape.Loss, new HandedTheGradient(0.125f));
        using Trainer actual = problem.NewTrainer(threads: threads);
        for (int i = 0; i < 2; i++)
        {
            double expectedLoss = expected.Update(problem.SampleRows(0, batch), problem.TargetRows(0, batch));
            double loss = actual.Update(problem.SampleRows(0, batch), problem.TargetRows(0, batch));
            Comparison.AssertSameBits(expectedLoss, loss);
        }

        Comparison.AssertSameBits(expected.Network.Parameters, actual.Network.Parameters, problem.ToString());
        Assert.Equal(0, actual.Accumulated);
    }

    [Fact]
    public void Samples_may_be_the_parameters_themselves()
    {
        var problem = new Problem(Shapes[0], seed: 1);
        using Trainer expected = problem.NewTrainer();
        using Trainer actual = problem.NewTrainer();
        int length = 20 * problem.Shape.Inputs;
        expected.Update(expected.Network.Parameters[..length].ToArray(), problem.TargetRows(0, 20));
        actual.Update(actual.Network.Parameters[..length], problem.TargetRows(0, 20));
        Comparison.AssertSameBits(expected.Network.Parameters, actual.Network.Parameters, "samples that are parameters");
    }

    /// <summary>A sample of 1e30 with no error and one of 1 with an error of 1e9: the magnitudes' bound overflows, the gradient does not.</summary>
    [Fact]
    public void A_bound_that_overflows_is_no_error()
    {
        var network = new Network(Inputs, new Dense(1, Activation.Identity));
        float[] parameters = UpdateExtreme(network, firstTarget: 0, secondTarget: 1e9f);
        Assert.Equal(0, parameters[0]);
        Assert.Equal(5e8f, parameters[1]);
    }

    [Fact]
    public void A_gradient_that_overflows_leaves_the_parameters_alone()
    {
        var network = new Network(Inputs, new Dense(1, Activation.Identity));
        NotFiniteNumberException exception =
            Assert.Throws<NotFiniteNumberException>(() => UpdateExtreme(network, firstTarget: 1e9f, secondTarget: 0));
        Assert.Contains("gradient", exception.Message, StringComparison.Ordinal);
        Assert.All(network.Parameters.ToArray(), parameter => Assert.Equal(0, parameter));
    }

    /// <summary>The bound rests on each layer's inputs and δ: here one product of them overflows, of either layer in turn.</summary>
    [Theory]
    [InlineData(Activation.Identity, 1e30f, 0f, 1f, 1)]
    [InlineData(Activation.ReLU, 1e30f, 0f, 1f, 2)]
    [InlineData(Activation.Identity, 0f, 1e20f, 1e10f, 2)]
    [InlineData(Activation.Tanh, 0f, 1e20f, 1e10f, 1)]
    public void The_gradient_of_either_layer_may_overflow(
        Activation activation, float firstWeight, float secondWeight, float input, int threads)
    {
        var network = new Network(Inputs, new Dense(2, activation), new Dense(1, Activation.Identity));
        network.Parameters.Clear();
        network.Parameters[0] = firstWeight;
        network.Parameters[(2 * Inputs) + 2] = secondWeight;
        float[] before = network.Parameters.ToArray();
        float[] samples = new float[2 * Inputs];
        samples[Inputs] = input;
        using var trainer = new Trainer(
            network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(1), Reduction.Mean, threads, workThatPays: 0);
        Assert.Throws<NotFiniteNumberException>(() => trainer.Update(samples, [0, 1e9f]));
        Comparison.AssertSameBits(before, network.Parameters, "parameters");
    }

    /// <summary>
    /// The bound holds for ordinary numbers. Then one input, activation or δ is extreme, in the share of one thread and in the first or the last
    /// column. Layers of 1024 units are shared out by columns, and their rows lie apart; narrow ones by samples.
    /// </summary>
    [Theory]
    [InlineData(1024, 1, 0)]
    [InlineData(1024, 1, 1023)]
    [InlineData(1024, 2, 0)]
    [InlineData(1024, 2, 1023)]
    [InlineData(1024, 8, 511)]
    [InlineData(40, 1, 0)]
    [InlineData(40, 2, 0)]
    [InlineData(40, 2, 39)]
    [InlineData(40, 8, 17)]
    public void The_bound_sees_all_layers_and_shares(int width, int threads, int unit)
    {
        const int Rows = 6;
        var network = new Network(
            4, new Dense(width, Activation.Identity), new Dense(width, Activation.ReLU), new Dense(2, Activation.Identity));
        using var backpropagation = new Backpropagation(network, Loss.HalfMeanSquaredError, threads, workThatPays: 0);
        float[] samples = RandomData.Normal(Rows * 4, new RandomSource(1));
        float[] targets = RandomData.Normal(Rows * 2, new RandomSource(2));
        bool IsSurelyFinite()
        {
            backpropagation.Propagate(samples, targets, totalLoss: 0, findsMagnitudes: true);
            return backpropagation.GradientIsSurelyFinite();
        }

        bool IsSurelyFiniteWith(ref float number, float value)
        {
            float usual = number;
            number = value;
            bool result = IsSurelyFinite();
            number = usual;
            return result;
        }

        network.Parameters.Fill(1e-3f);
        Span<float> secondBiases = network.Parameters.Slice((5 * width) + (width * width), width);
        Span<float> lastWeights = network.Parameters.Slice((6 * width) + (width * width), 2 * width);
        Assert.True(IsSurelyFinite());
        Assert.False(IsSurelyFiniteWith(ref samples[^1], 1e38f));
        Assert.False(IsSurelyFiniteWith(ref network.Parameters[(4 * width) + unit], 1e38f)); // A bias: an activation of the first layer.
        Assert.False(IsSurelyFiniteWith(ref secondBiases[unit], 1e38f));
        Assert.False(IsSurelyFiniteWith(ref lastWeights[2 * unit], 1e38f)); // δ of the second layer, and with it of the first.
        Assert.True(IsSurelyFinite());
    }

    [Fact]
    public void The_bound_needs_magnitudes_that_were_found()
    {
        var network = new Network(4, new Dense(300, Activation.ReLU), new Dense(300, Activation.Identity));
        using var backpropagation = new Backpropagation(network, Loss.HalfMeanSquaredError, threads: 1, workThatPays: 0);
        backpropagation.Propagate(new float[4], new float[300], totalLoss: 0);
        Assert.Throws<InvalidOperationException>(() => backpropagation.GradientIsSurelyFinite());
    }

    /// <summary>One update from parameters that are zero, so that all predictions are zero. The first sample has 1e30, the second has 1.</summary>
    private static float[] UpdateExtreme(Network network, float firstTarget, float secondTarget)
    {
        network.Parameters.Clear();
        float[] samples = new float[2 * Inputs];
        samples[0] = 1e30f;
        samples[Inputs + 1] = 1;
        using var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(1));
        try
        {
            trainer.Update(samples, [firstTarget, secondTarget]);
        }
        finally
        {
            Assert.Equal(0, trainer.Accumulated);
        }

        return network.Parameters.ToArray();
    }

    /// <summary>Plain descent, but not of the type that the trainer knows.</summary>
    private sealed class HandedTheGradient(float learningRate) : IOptimizer
    {
        private readonly StochasticGradientDescent _descent = new(learningRate);

        public void Prepare(int parameterCount) => _descent.Prepare(parameterCount);

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale) =>
            _descent.Update(parameters, gradient, gradientScale);
    }
}
