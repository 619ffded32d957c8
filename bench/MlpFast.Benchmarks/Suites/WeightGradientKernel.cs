using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>dW = Xᵀ·δ.</summary>
public class WeightGradientKernel : ProductSuite
{
    [Benchmark]
    public void WeightGradient() => Kernels.WeightGradient(X, A, Weights, firstInput: 0, Inputs, Outputs, GradientMode.Overwrite);
}
