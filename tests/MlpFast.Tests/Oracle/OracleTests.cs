using Xunit;

namespace MlpFast.Tests.Oracle;

/// <summary>The oracle against figures worked out by hand: it must not be wrong in the same way as what it judges.</summary>
public sealed class OracleTests
{
    /// <summary>x = (1, 2), W = (1 −1; 0.5 2), b = (0, −3): z = (2, 0).</summary>
    private static readonly double[] X = [1, 2];

    private static readonly double[][] Weights = [[1, -1], [0.5, 2]];

    private static readonly double[] Biases = [0, -3];

    [Fact]
    public void Logits_are_the_row_times_the_matrix_plus_the_biases() =>
        Assert.Equal([2.0, 0.0], OracleKernels.Logits(X, Weights, Biases));

    [Fact]
    public void Input_gradient_is_the_row_times_the_transposed_matrix() =>
        Assert.Equal([3.0 - 10, 1.5 + 20], OracleKernels.InputGradient([3, 10], Weights));

    [Fact]
    public void Parameter_gradient_is_an_outer_product_and_adds_up()
    {
        double[][] weightGradient = [[100, 0], [0, 0]];
        double[] biasGradient = [0, 7];
        OracleKernels.AddParameterGradient(X, [3, 10], weightGradient, biasGradient);
        Assert.Equal([103.0, 10.0], weightGradient[0]);
        Assert.Equal([6.0, 20.0], weightGradient[1]);
        Assert.Equal([3.0, 17.0], biasGradient);
    }

    [Theory]
    [InlineData(Activation.Identity, -3, -3, 1)]
    [InlineData(Activation.Sigmoid, 0, 0.5, 0.25)]
    [InlineData(Activation.Sigmoid, 1.0986122886681098, 0.75, 0.1875)]
    [InlineData(Activation.ReLU, 3, 3, 1)]
    [InlineData(Activation.ReLU, -3, 0, 0)]
    [InlineData(Activation.Tanh, 0, 0, 1)]
    [InlineData(Activation.Tanh, 0.5493061443340548, 0.5, 0.75)]
    public void Activations_and_derivatives(Activation function, double z, double value, double derivative)
    {
        Assert.Equal(value, OracleKernels.Activate(function, z), 15);
        Assert.Equal(derivative, OracleKernels.Derivative(function, z), 15);
    }

    [Fact]
    public void Softmax_divides_in_proportion_to_the_exponentials()
    {
        double[] p = OracleKernels.Softmax([Math.Log(1), Math.Log(2), Math.Log(5)]);
        Assert.Equal(0.125, p[0], 15);
        Assert.Equal(0.25, p[1], 15);
        Assert.Equal(0.625, p[2], 15);
    }

    [Theory]
    [InlineData(Loss.HalfMeanSquaredError, (9.0 + 1) / 4, (9.0 + 1) / 2, 3, -1)]
    [InlineData(Loss.MeanSquaredError, (9.0 + 1) / 2, (9.0 + 1) / 2, 3, -1)]
    public void Squared_errors(Loss loss, double value, double objective, double first, double second)
    {
        double[] outputs = [4, 1];
        double[] targets = [1, 2];
        Assert.Equal(value, OracleKernels.LossValue(loss, outputs, targets));
        Assert.Equal(objective, OracleKernels.Objective(loss, outputs, targets));
        Assert.Equal([first, second], OracleKernels.OutputGradient(loss, outputs, targets));
    }

    [Fact]
    public void Cross_entropy_through_softmax_has_the_gradient_of_probabilities_less_targets()
    {
        double[] z = [0, Math.Log(3)];
        double[] p = OracleKernels.Softmax(z);
        double[] targets = [1, 0];
        Assert.Equal(Math.Log(4), OracleKernels.LossValue(Loss.CrossEntropy, p, targets), 15);
        double[] delta = OracleKernels.LogitGradient(Activation.Softmax, z, OracleKernels.OutputGradient(Loss.CrossEntropy, p, targets));
        Assert.Equal(-0.75, delta[0], 15);
        Assert.Equal(0.75, delta[1], 15);
    }

    /// <summary>x = 2, w = 3, b = −6: z = 0, a = ½; y = 1: loss ⅛, δ = −½·¼ = −⅛, dw = −¼, db = −⅛.</summary>
    [Fact]
    public void A_step_of_one_sigmoid_unit()
    {
        var network = new Network(1, new Dense(1, Activation.Sigmoid));
        network.Weights(0)[0] = 3;
        network.Biases(0)[0] = -6;
        OracleNetwork oracle = OracleNetwork.Of(network);
        double[][] samples = [[2.0]];
        double[][] targets = [[1.0]];
        Assert.Equal([-0.25, -0.125], oracle.Gradient(Loss.HalfMeanSquaredError, samples, targets));
        Assert.Equal(0.125, oracle.Step(Loss.HalfMeanSquaredError, samples, targets, learningRate: 4, Reduction.Mean));
        Assert.Equal([4.0, -5.5], oracle.Parameters);
    }
}
