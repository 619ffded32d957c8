using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Contenders;

namespace MlpFast.Benchmarks.Suites;

/// <summary>An activation in place; softmax of one row. None takes longer for one number than for another.</summary>
public class ActivationKernel : KernelSuite
{
    private float[] _values = [];
    private Action<Span<float>> _activate = null!;

    [Params(Activation.Sigmoid, Activation.Tanh, Activation.Softmax)]
    public Activation Function { get; set; }

    [Params(10, 1_000, 100_000)]
    public int Length { get; set; }

    public override void Setup()
    {
        base.Setup();
        _values = Numbers.Uniform(Length, seed: 1);
        _activate = InPlaceActivation.Of(Kernels, Function);
    }

    [Benchmark]
    public void Activate() => _activate(_values);
}
