using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>dX = δ·Wᵀ.</summary>
public class InputGradientKernel : ProductSuite
{
    [Benchmark]
    public void InputGradient() => Kernels.InputGradient(new(A, Outputs), Weights, new(X, Inputs), Share.Whole);
}
