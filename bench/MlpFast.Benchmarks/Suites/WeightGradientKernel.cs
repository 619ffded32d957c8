using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>dW = Xᵀ·δ.</summary>
public class WeightGradientKernel : ProductSuite
{
    [Benchmark]
    public void WeightGradient() => Kernels.WeightGradient(new(X, Inputs), new(A, Outputs), Weights, firstInput: 0, GradientMode.Overwrite);
}
