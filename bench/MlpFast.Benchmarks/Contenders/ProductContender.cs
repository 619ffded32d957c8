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
        _team = ShareTeam.For(workload.Operations / 2, threads, Multiply);
    }

    public float[] State() => _c.Span.ToArray();

    public override void Dispose()
    {
        _team?.Dispose();
        base.Dispose();
    }

    public override void Iterate()
    {
        if (_team is null)
        {
            Multiply(Share.Whole);
        }
        else
        {
            _team.Run();
        }
    }

    protected override void Repeat(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }
    }

    private void Multiply(Share share)
    {
        (int m, int n, int k) = (_workload.M, _workload.N, _workload.K);
        switch (_workload.Form)
        {
            case ProductForm.TransposedA:
                (int first, int count) = Partition.Part(m, share.Part, share.Parts);
                if (count > 0)
                {
                    KernelSet.Best.WeightGradient(
                        new(_a.Span, m), new(_b.Span, n), _c.Span.Slice(first * n, count * n), first, GradientMode.Overwrite);
                }

                break;
            case ProductForm.TransposedB:
                KernelSet.Best.InputGradient(new(_a.Span, k), _b.Span, new(_c.Span, n), share);
                break;
            default:
                KernelSet.Best.Forward(new(_a.Span, k), _b.Span, _zeros.Span, new(_c.Span, n), Activation.Identity, share);
                break;
        }
    }

    private static AlignedBuffer Aligned(float[] numbers)
    {
        var buffer = new AlignedBuffer(numbers.Length);
        numbers.CopyTo(buffer.Span);
        return buffer;
    }
}
