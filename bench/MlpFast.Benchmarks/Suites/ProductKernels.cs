using System.Globalization;
using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>The three matrix products of a dense layer: forward, and the gradients of its input and of its weights.</summary>
public class ProductKernels : KernelSuite
{
    private int _inputs;
    private int _outputs;
    private float[] _x = [];
    private float[] _weights = [];
    private float[] _biases = [];
    private float[] _a = [];

    [Params("1 × 784 × 30", "64 × 784 × 30", "64 × 784 × 128", "128 × 512 × 512", "256 × 1024 × 1024")]
    public string RowsInputsOutputs { get; set; } = "";

    public override void Setup()
    {
        base.Setup();
        int[] sizes = [.. RowsInputsOutputs.Split(" × ").Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        _inputs = sizes[1];
        _outputs = sizes[2];
        _x = Numbers(sizes[0] * _inputs);
        _weights = Numbers(_inputs * _outputs);
        _biases = Numbers(_outputs);
        _a = Numbers(sizes[0] * _outputs);
    }

    [Benchmark]
    public void Forward() => Kernels.Forward(_x, _weights, _biases, _a, _inputs, _outputs, Activation.Identity);

    [Benchmark]
    public void InputGradient() => Kernels.InputGradient(_a, _weights, _x, _inputs, _outputs);

    [Benchmark]
    public void WeightGradient() => Kernels.WeightGradient(_x, _a, _weights, 0, _inputs, _outputs, GradientMode.Overwrite);
}
