using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>The loss of rows of logits, and its gradient.</summary>
public class CrossEntropyKernel : KernelSuite
{
    private const int Rows = 64;

    private float[] _logits = [];
    private float[] _targets = [];
    private float[] _gradients = [];
    private double[] _losses = [];

    [Params(10, 1_000)]
    public int Columns { get; set; }

    public override void Setup()
    {
        base.Setup();
        _logits = Numbers.Uniform(Rows * Columns, seed: 1);
        _targets = Numbers.OneHot(Rows, Columns, seed: 2);
        _gradients = new float[Rows * Columns];
        _losses = new double[Rows];
    }

    [Benchmark]
    public void CrossEntropy() => Kernels.CrossEntropy(_logits, _targets, _gradients, _losses);
}
