using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>An activation; softmax of one row.</summary>
public class ActivationKernel : KernelSuite
{
    private float[] _logits = [];
    private float[] _activations = [];

    [Params(Activation.Sigmoid, Activation.Tanh, Activation.Softmax)]
    public Activation Function { get; set; }

    [Params(10, 1_000, 100_000)]
    public int Length { get; set; }

    public override void Setup()
    {
        base.Setup();
        _logits = Numbers.Uniform(Length, seed: 1);
        _activations = new float[Length];
    }

    [Benchmark]
    public void Activate()
    {
        if (Function == Activation.Softmax)
        {
            Kernels.Softmax(_logits, _activations, Length);
        }
        else
        {
            Kernels.Activate(_logits, _activations, Function);
        }
    }
}
