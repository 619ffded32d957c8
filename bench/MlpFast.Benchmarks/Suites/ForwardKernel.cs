using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>A = X·W + b.</summary>
public class ForwardKernel : ProductSuite
{
    private float[] _biases = [];

    public override void Setup()
    {
        base.Setup();
        _biases = Numbers.Uniform(Outputs, seed: 4);
    }

    [Benchmark]
    public void Forward() => Kernels.Forward(new(X, Inputs), Weights, _biases, new(A, Outputs), Activation.Identity, Share.Whole);
}
