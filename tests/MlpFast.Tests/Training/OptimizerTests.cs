using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>The update rules: gradient descent to the bit, and momentum as any user could write it.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Gradient_descent_is_one_fused_multiply_add_a_parameter()
    {
        var descent = new StochasticGradientDescent(0.3f);
        for (int length = 1; length <= 67; length++)
        {
            float[] parameters = RandomData.Normal(length, new RandomSource(1));
            float[] gradient = RandomData.Normal(length, new RandomSource(2));
            const float Scale = 1f / 7;
            float[] expected = [.. parameters.Zip(gradient, (p, g) => MathF.FusedMultiplyAdd(g, -(0.3f * Scale), p))];
            descent.Update(parameters, gradient, Scale);
            Comparison.AssertSameBits(expected, parameters);
        }
    }

    [Fact]
    public void The_learning_rate_may_change_between_updates()
    {
        var descent = new StochasticGradientDescent(0.5f);
        float[] parameters = [1, 1];
        descent.Update(parameters, [1, -2], gradientScale: 1);
        descent.LearningRate = 0.25f;
        descent.Update(parameters, [1, -2], gradientScale: 0.5f);
        Comparison.AssertSameBits([0.375f, 2.25f], parameters);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_learning_rate_is_finite_and_not_negative(float learningRate)
    {
        Expect.Error<ArgumentOutOfRangeException>(
            () => new StochasticGradientDescent(learningRate), "finite learning rate of at least 0", $"Actual value was {learningRate}");
        var descent = new StochasticGradientDescent(0.5f);
        Expect.Error<ArgumentOutOfRangeException>(() => descent.LearningRate = learningRate, "finite", $"Actual value was {learningRate}");
        Assert.Equal(0.5f, descent.LearningRate);
    }

    [Fact]
    public void Momentum_fits_the_interface_and_follows_the_oracle()
    {
        const double Rate = 0.125;
        const double Decay = 0.75;
        var shape = new ProblemShape(5, [new Dense(7, Activation.Tanh), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, 20);
        var problem = new Problem(shape, seed: 1);
        Network network = problem.NewNetwork();
        var momentum = new Momentum((float)Rate, (float)Decay);
        var trainer = new Trainer(network, Loss.CrossEntropy, momentum);
        Assert.Equal([network.Parameters.Length], momentum.Prepared);

        OracleNetwork oracle = OracleNetwork.Of(network);
        double[][] samples = OracleNetwork.ToRows(problem.Samples, shape.Inputs);
        double[][] targets = OracleNetwork.ToRows(problem.Targets, problem.Outputs);
        double[] velocity = new double[network.Parameters.Length];
        for (int step = 0; step < 20; step++)
        {
            trainer.Update(problem.Samples, problem.Targets);
            double[] gradient = oracle.Gradient(shape.Loss, samples, targets);
            velocity = [.. velocity.Zip(gradient, (v, g) => (Decay * v) + (g / samples.Length))];
            oracle.Move(velocity, -Rate);
        }

        Assert.InRange(Comparison.RelativeError<float>(oracle.Parameters, network.Parameters), 0, 1e-5);
    }

    /// <summary>v ← μ·v + g, θ ← θ − η·v.</summary>
    private sealed class Momentum(float rate, float decay) : IOptimizer
    {
        private float[] _velocity = [];

        public List<int> Prepared { get; } = [];

        public void Prepare(int parameterCount)
        {
            Prepared.Add(parameterCount);
            _velocity = new float[parameterCount];
        }

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                _velocity[i] = (decay * _velocity[i]) + (gradientScale * gradient[i]);
                parameters[i] -= rate * _velocity[i];
            }
        }
    }
}
