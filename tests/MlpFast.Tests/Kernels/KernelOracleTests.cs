using FsCheck;
using FsCheck.Fluent;
using MlpFast.Kernels;
using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The kernels against the oracle, each within the bound that rounding analysis gives it.</summary>
public sealed class KernelOracleTests
{
    /// <summary>Half the gap between a float and the next, relative: the largest error of one rounding.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Over the largest error of an activation, in units in the last place: see <see cref="ActivationAccuracyTests"/>.</summary>
    private const double ActivationUlps = 2.5;

    private static Arbitrary<(int Rows, int Inputs, int Outputs, int Seed)> Shapes =>
        (from rows in Gen.Elements(Problems.Batches)
         from inputs in Gen.Elements(Problems.Widths)
         from outputs in Gen.Elements(Problems.Widths)
         from seed in Gen.Choose(0, int.MaxValue)
         select (rows, inputs, outputs, seed)).ToArbitrary();

    [Fact]
    public void Forward() =>
        Prop.ForAll(Shapes, shape =>
        {
            var layer = new Layer(shape.Inputs, shape.Outputs, shape.Rows, (ulong)shape.Seed);
            (double[][] logits, double[][] tolerances) = Logits(layer);
            foreach (Activation activation in KernelSets.ElementWise)
            {
                RequireForward(layer, activation, logits, tolerances);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Backward() =>
        Prop.ForAll(Shapes, shape =>
        {
            var layer = new Layer(shape.Inputs, shape.Outputs, shape.Rows, (ulong)shape.Seed);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                RequireParameterGradient(kernels, layer);
                RequireInputGradient(kernels, layer);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.Tanh)]
    public void Activation_gradient(Activation activation)
    {
        float[] z = RandomData.Normal(1001, new RandomSource(1));
        float[] delta = RandomData.Normal(1001, new RandomSource(2));
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] actual = [.. delta];
            kernels.ActivationGradient(actual, kernels.Activate(z, activation), activation);
            for (int i = 0; i < z.Length; i++)
            {
                // The derivative is a(1 − a) or 1 − a² of an a below 1 that is 2.5 units in the last place off.
                double tolerance = Math.Abs(delta[i]) * ((4 * ActivationUlps) + 4) * UnitRoundoff;
                Require(delta[i] * OracleKernels.Derivative(activation, z[i]), actual[i], tolerance);
            }
        }
    }

    [Theory]
    [InlineData(0.5 / 7, 1f, Loss.HalfMeanSquaredError)]
    [InlineData(1.0 / 7, 2f / 7, Loss.MeanSquaredError)]
    public void Squared_error(double valueScale, float gradientScale, Loss loss)
    {
        const int Rows = 13;
        const int Columns = 7;
        float[] outputs = RandomData.Normal(Rows * Columns, new RandomSource(1));
        float[] targets = RandomData.Normal(Rows * Columns, new RandomSource(2));
        float[] gradients = new float[Rows * Columns];
        double[] losses = new double[Rows];
        KernelSet.Best.SquaredError(outputs, targets, gradients, losses, valueScale, gradientScale, Activation.Identity);
        double[][] a = OracleNetwork.ToRows(outputs, Columns);
        double[][] y = OracleNetwork.ToRows(targets, Columns);
        for (int row = 0; row < Rows; row++)
        {
            double expected = OracleKernels.LossValue(loss, a[row], y[row]);
            Require(expected, losses[row], 2 * UnitRoundoff * expected);
            double[] gradient = OracleKernels.OutputGradient(loss, a[row], y[row]);
            for (int i = 0; i < Columns; i++)
            {
                Require(gradient[i], gradients[(row * Columns) + i], 3 * UnitRoundoff * Math.Abs(gradient[i]));
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Squared_error_of_a_single_column(double scale)
    {
        for (int rows = 1; rows < 10; rows++)
        {
            float[] outputs = [.. Enumerable.Range(0, rows).Select(i => SpecialValues.All[i % SpecialValues.All.Length])];
            float[] targets = RandomData.Normal(rows, new RandomSource((ulong)rows));
            foreach (float[] a in new[] { outputs, RandomData.Normal(rows, new RandomSource(1)) })
            {
                double[] losses = new double[rows];
                KernelSet.Best.SquaredError(a, targets, new float[rows], losses, scale, gradientScale: 1, Activation.Identity);
                Assert.Equal([.. a.Zip(targets, (output, target) => scale * Math.Pow((double)(output - target), 2))], losses);
            }
        }
    }

    [Fact]
    public void Bias_gradient_is_the_sum_of_the_rows_in_ascending_order() =>
        Prop.ForAll(Shapes, shape =>
        {
            float[] delta = RandomData.Normal(shape.Rows * shape.Outputs, new RandomSource((ulong)shape.Seed));
            float[] start = RandomData.Normal(shape.Outputs, new RandomSource(1));
            RequireBiasGradient(delta, start, GradientMode.Accumulate);
            RequireBiasGradient(delta, new float[shape.Outputs], GradientMode.Overwrite);
        }).QuickCheckThrowOnFailure();

    /// <summary>The oracle's logits, and how far off rounding may be: a roundoff of the sum of magnitudes for each term.</summary>
    private static (double[][] Logits, double[][] Tolerances) Logits(Layer layer)
    {
        double[][] x = OracleNetwork.ToRows(layer.X, layer.Inputs);
        double[][] weights = OracleNetwork.ToRows(layer.Weights, layer.Outputs);
        double[] biases = OracleNetwork.ToRows(layer.Biases, layer.Outputs)[0];
        double[][] weightMagnitudes = Magnitudes(weights);
        double roundoff = (layer.Inputs + 1) * UnitRoundoff;
        return (
            Array.ConvertAll(x, row => OracleKernels.Logits(row, weights, biases)),
            Array.ConvertAll(
                x,
                row => Array.ConvertAll(
                    OracleKernels.Logits(Magnitudes(row), weightMagnitudes, Magnitudes(biases)), sum => roundoff * sum)));
    }

    private static void RequireForward(Layer layer, Activation activation, double[][] logits, double[][] tolerances)
    {
        double[][] expected = Array.ConvertAll(logits, z => OracleKernels.Activate(activation, z));
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] a = new float[layer.Rows * layer.Outputs];
            kernels.Forward(new(layer.X, layer.Inputs), layer.Weights, layer.Biases, new(a, layer.Outputs), activation, Share.Whole);
            for (int i = 0; i < a.Length; i++)
            {
                // No activation is steeper than 1.
                (int row, int column) = Math.DivRem(i, layer.Outputs);
                double value = expected[row][column];
                Require(value, a[i], tolerances[row][column] + (2 * ActivationUlps * UnitRoundoff * Math.Abs(value)));
            }
        }
    }

    private static void RequireParameterGradient(KernelSet kernels, Layer layer)
    {
        float[] actual = new float[layer.Weights.Length];
        kernels.WeightGradient(new(layer.X, layer.Inputs), new(layer.Delta, layer.Outputs), actual, firstInput: 0, GradientMode.Overwrite);
        double[][] x = OracleNetwork.ToRows(layer.X, layer.Inputs);
        double[][] delta = OracleNetwork.ToRows(layer.Delta, layer.Outputs);
        double[][] expected = OracleNetwork.ToRows(new float[layer.Weights.Length], layer.Outputs);
        double[][] sums = OracleNetwork.ToRows(new float[layer.Weights.Length], layer.Outputs);
        double[] biasGradient = new double[layer.Outputs];
        for (int row = 0; row < layer.Rows; row++)
        {
            OracleKernels.AddParameterGradient(x[row], delta[row], expected, biasGradient);
            OracleKernels.AddParameterGradient(Magnitudes(x[row]), Magnitudes(delta[row]), sums, biasGradient);
        }

        for (int i = 0; i < actual.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, layer.Outputs);
            Require(expected[row][column], actual[i], (layer.Rows + 1) * UnitRoundoff * sums[row][column]);
        }
    }

    private static void RequireInputGradient(KernelSet kernels, Layer layer)
    {
        float[] actual = new float[layer.X.Length];
        kernels.InputGradient(new(layer.Delta, layer.Outputs), layer.Weights, new(actual, layer.Inputs), Share.Whole);
        double[][] delta = OracleNetwork.ToRows(layer.Delta, layer.Outputs);
        double[][] weights = OracleNetwork.ToRows(layer.Weights, layer.Outputs);
        for (int row = 0; row < layer.Rows; row++)
        {
            double[] expected = OracleKernels.InputGradient(delta[row], weights);
            double[] sums = OracleKernels.InputGradient(Magnitudes(delta[row]), Magnitudes(weights));
            for (int i = 0; i < layer.Inputs; i++)
            {
                Require(expected[i], actual[(row * layer.Inputs) + i], (layer.Outputs + 1) * UnitRoundoff * sums[i]);
            }
        }
    }

    private static void RequireBiasGradient(float[] delta, float[] start, GradientMode mode)
    {
        float[] expected = [.. start];
        for (int i = 0; i < delta.Length; i++)
        {
            expected[i % start.Length] += delta[i];
        }

        float[] actual = mode == GradientMode.Accumulate ? [.. start] : [.. Enumerable.Repeat(float.NaN, start.Length)];
        KernelSet.Best.BiasGradient(new(delta, actual.Length), actual, mode);
        Comparison.AssertSameBits(expected, actual, mode.ToString());
    }

    private static void Require(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"Expected {expected} ± {tolerance}, but got {actual}.");

    private static double[] Magnitudes(double[] values) => Array.ConvertAll(values, Math.Abs);

    private static double[][] Magnitudes(double[][] rows) => Array.ConvertAll(rows, Magnitudes);

    /// <summary>A dense layer's operands: x [rows × inputs], W [inputs × outputs], b [outputs], δ [rows × outputs].</summary>
    private sealed class Layer
    {
        public Layer(int inputs, int outputs, int rows, ulong seed)
        {
            var random = new RandomSource(seed);
            (Inputs, Outputs, Rows) = (inputs, outputs, rows);
            X = RandomData.Normal(rows * inputs, random);
            Weights = RandomData.Uniform(inputs * outputs, random);
            Biases = RandomData.Uniform(outputs, random);
            Delta = RandomData.Normal(rows * outputs, random);
        }

        public int Inputs { get; }

        public int Outputs { get; }

        public int Rows { get; }

        public float[] X { get; }

        public float[] Weights { get; }

        public float[] Biases { get; }

        public float[] Delta { get; }
    }
}
