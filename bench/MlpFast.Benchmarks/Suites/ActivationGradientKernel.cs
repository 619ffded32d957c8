using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>δ ← δ ∘ f′(z).</summary>
public class ActivationGradientKernel : KernelSuite
{
    private float[] _delta = [];
    private float[] _activations = [];

    [Params(Activation.Sigmoid, Activation.ReLU, Activation.Tanh)]
    public Activation Function { get; set; }

    [Params(10, 1_000, 100_000)]
    public int Length { get; set; }

    public override void Setup()
    {
        base.Setup();
        _delta = new float[Length]; // Zero stays zero; other numbers would become subnormal in time.
        _activations = Numbers.Uniform(Length, seed: 1);
    }

    [Benchmark]
    public void ActivationGradient() => Kernels.ActivationGradient(_delta, _activations, Function);
}
