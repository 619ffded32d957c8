using MlpFast.Benchmarks.Workloads;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of a <see cref="ProductWorkload"/>: the kernel of a dense layer that has its form.</summary>
internal sealed class ProductContender : InProcess, IContender
{
    private readonly ProductWorkload _workload;
    private readonly AlignedBuffer _a;
    private readonly AlignedBuffer _b;
    private readonly AlignedBuffer _c;
    private readonly AlignedBuffer _zeros;
    private readonly ShareTeam? _team;

    public ProductContender(ProductWorkload workload, int threads)
    {
        _workload = workload;
        _a = Aligned(workload.CreateA());
        _b = Aligned(workload.CreateB());
        _c = new AlignedBuffer(workload.M * workload.N);
        _zeros = new AlignedBuffer(workload.N);
        _team = ShareTeam.For(workload.Operations / 2, threads, share => Multiply(share, iterations: 1));
    }

    public float[] State() => _c.Span.ToArray();

    public override void Dispose()
    {
        _team?.Dispose();
        base.Dispose();
    }

    public override void Iterate() => Repeat(1);

    /// <summary>On one thread the matrices are made once: the native peers' pointers are there, too.</summary>
    protected override void Repeat(int iterations)
    {
        if (_team is null)
        {
            Multiply(Share.Whole, iterations);
            return;
        }

        for (int i = 0; i < iterations; i++)
        {
            _team.Run();
        }
    }

    private void Multiply(Share share, int iterations)
    {
        switch (_workload.Form)
        {
            case ProductForm.TransposedA:
                WeightGradient(share, iterations);
                break;
            case ProductForm.TransposedB:
                InputGradient(share, iterations);
                break;
            default:
                Forward(share, iterations);
                break;
        }
    }

    private void Forward(Share share, int iterations)
    {
        var a = new ReadOnlyMatrix(_a.Span, _workload.K);
        var c = new Matrix(_c.Span, _workload.N);
        for (int i = 0; i < iterations; i++)
        {
            KernelSet.Best.Forward(a, _b.Span, _zeros.Span, c, Activation.Identity, share);
        }
    }

    private void InputGradient(Share share, int iterations)
    {
        var a = new ReadOnlyMatrix(_a.Span, _workload.K);
        var c = new Matrix(_c.Span, _workload.N);
        for (int i = 0; i < iterations; i++)
        {
            KernelSet.Best.InputGradient(a, _b.Span, c, share);
        }
    }

    private void WeightGradient(Share share, int iterations)
    {
        (int first, int count) = Partition.Part(_workload.M, share.Part, share.Parts);
        if (count == 0)
        {
            return;
        }

        var a = new ReadOnlyMatrix(_a.Span, _workload.M);
        var b = new ReadOnlyMatrix(_b.Span, _workload.N);
        Span<float> c = _c.Span.Slice(first * _workload.N, count * _workload.N);
        for (int i = 0; i < iterations; i++)
        {
            KernelSet.Best.WeightGradient(a, b, c, first, GradientMode.Overwrite);
        }
    }

    private static AlignedBuffer Aligned(float[] numbers)
    {
        var buffer = new AlignedBuffer(numbers.Length);
        numbers.CopyTo(buffer.Span);
        return buffer;
    }
}
