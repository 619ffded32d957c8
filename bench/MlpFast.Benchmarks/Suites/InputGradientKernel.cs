using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>dX = δ·Wᵀ.</summary>
public class InputGradientKernel : ProductSuite
{
    [Benchmark]
    public void InputGradient() => Kernels.InputGradient(A, Weights, X, Inputs, Outputs);
}
