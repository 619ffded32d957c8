using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>Activations in place, softmax by rows of 10. None takes longer for one number than for another.</summary>
public class ActivationKernels : KernelSuite
{
    private const int Columns = 10;

    private float[] _values = [];
    private Action<Span<float>> _sigmoid = null!;
    private Action<Span<float>> _tanh = null!;

    [Params(10, 1_000, 100_000)]
    public int Length { get; set; }

    public override void Setup()
    {
        base.Setup();
        _values = Numbers(Length);
        if (Kernels is KernelSet<Vector512Lane>)
        {
            UseLane<Vector512Lane>();
        }
        else
        {
            UseLane<VectorLane>();
        }
    }

    [Benchmark]
    public void Sigmoid() => _sigmoid(_values);

    [Benchmark]
    public void Tanh() => _tanh(_values);

    [Benchmark]
    public void Softmax() => Kernels.Softmax(_values, Columns);

    private void UseLane<TLane>()
        where TLane : struct, IArithmeticLane<TLane>
    {
        _sigmoid = ElementWise<TLane>.Activate<SigmoidActivation>;
        _tanh = ElementWise<TLane>.Activate<TanhActivation>;
    }
}
