namespace MlpFast.Tests.Oracle;

/// <summary>
/// The mathematics of every kernel, for one sample, in double arithmetic and textbook loops. Nothing here is shared with the engine, and
/// nothing is simplified: derivatives are those of the logit, and softmax has its whole Jacobian.
/// </summary>
internal static class OracleKernels
{
    /// <summary>z = x·W + b.</summary>
    public static double[] Logits(double[] x, double[][] weights, double[] biases)
    {
        double[] z = [.. biases];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < z.Length; j++)
            {
                z[j] += x[i] * weights[i][j];
            }
        }

        return z;
    }

    /// <summary>a = f(z).</summary>
    public static double[] Activate(Activation function, double[] z) =>
        function == Activation.Softmax ? Softmax(z) : Array.ConvertAll(z, value => Activate(function, value));

    /// <summary>f(z) of a single logit.</summary>
    public static double Activate(Activation function, double z) => function switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z)),
        Activation.ReLU => z > 0 ? z : 0,
        Activation.Tanh => Math.Tanh(z),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected a function of one logit."),
    };

    /// <summary>f′(z).</summary>
    public static double Derivative(Activation function, double z) => function switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid => 1 / (Math.Exp(z) + 2 + Math.Exp(-z)),
        Activation.ReLU => z > 0 ? 1 : 0,
        Activation.Tanh => 1 / (Math.Cosh(z) * Math.Cosh(z)),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected a function of one logit."),
    };

    public static double[] Softmax(double[] z)
    {
        double maximum = z.Max();
        double[] exponentials = Array.ConvertAll(z, value => Math.Exp(value - maximum));
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / sum);
    }

    /// <summary>dL/dz from dL/da: the product with the activation's Jacobian.</summary>
    public static double[] LogitGradient(Activation function, double[] z, double[] outputGradient)
    {
        double[] delta = new double[z.Length];
        if (function != Activation.Softmax)
        {
            for (int j = 0; j < z.Length; j++)
            {
                delta[j] = outputGradient[j] * Derivative(function, z[j]);
            }

            return delta;
        }

        double[] p = Softmax(z);
        for (int j = 0; j < z.Length; j++)
        {
            for (int i = 0; i < z.Length; i++)
            {
                delta[j] += outputGradient[i] * p[i] * ((i == j ? 1 : 0) - p[j]);
            }
        }

        return delta;
    }

    /// <summary>dL/dx = δ·Wᵀ.</summary>
    public static double[] InputGradient(double[] delta, double[][] weights)
    {
        double[] gradient = new double[weights.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            for (int j = 0; j < delta.Length; j++)
            {
                gradient[i] += delta[j] * weights[i][j];
            }
        }

        return gradient;
    }

    /// <summary>dL/dW += xᵀ·δ and dL/db += δ.</summary>
    public static void AddParameterGradient(double[] x, double[] delta, double[][] weightGradient, double[] biasGradient)
    {
        for (int j = 0; j < delta.Length; j++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                weightGradient[i][j] += x[i] * delta[j];
            }

            biasGradient[j] += delta[j];
        }
    }

    /// <summary>What a loss reports for one sample.</summary>
    public static double LossValue(Loss loss, double[] outputs, double[] targets) => loss switch
    {
        Loss.HalfMeanSquaredError => SquaredErrors(outputs, targets) / (2 * outputs.Length),
        _ => Objective(loss, outputs, targets),
    };

    /// <summary>What training on one sample descends.</summary>
    public static double Objective(Loss loss, double[] outputs, double[] targets) => loss switch
    {
        Loss.HalfMeanSquaredError => SquaredErrors(outputs, targets) / 2,
        Loss.MeanSquaredError => SquaredErrors(outputs, targets) / outputs.Length,
        Loss.CrossEntropy => outputs.Zip(targets, (p, y) => y == 0 ? 0 : -y * Math.Log(p)).Sum(),
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Expected a loss."),
    };

    /// <summary>The derivative of the objective by each output.</summary>
    public static double[] OutputGradient(Loss loss, double[] outputs, double[] targets)
    {
        double[] gradient = new double[outputs.Length];
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = loss switch
            {
                Loss.HalfMeanSquaredError => outputs[j] - targets[j],
                Loss.MeanSquaredError => 2 * (outputs[j] - targets[j]) / outputs.Length,
                Loss.CrossEntropy => targets[j] == 0 ? 0 : -targets[j] / outputs[j],
                _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Expected a loss."),
            };
        }

        return gradient;
    }

    private static double SquaredErrors(double[] outputs, double[] targets) => outputs.Zip(targets, (a, y) => (a - y) * (a - y)).Sum();
}
