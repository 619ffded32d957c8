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
    private readonly RowTeam? _team;

    public ProductContender(ProductWorkload workload, int threads)
    {
        _workload = workload;
        _a = Aligned(workload.CreateA());
        _b = Aligned(workload.CreateB());
        _c = new AlignedBuffer(workload.M * workload.N);
        _zeros = new AlignedBuffer(workload.N);
        _team = RowTeam.For(workload.M, workload.Operations / 2, threads, Multiply);
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
            Multiply(0, _workload.M);
        }
        else
        {
            _team.Run();
        }
    }

    /// <summary>So many rows of C.</summary>
    private void Multiply(int first, int count)
    {
        (int n, int k) = (_workload.N, _workload.K);
        Span<float> c = _c.Span.Slice(first * n, count * n);
        switch (_workload.Form)
        {
            case ProductForm.TransposedA:
                KernelSet.Best.WeightGradient(new(_a.Span, _workload.M), new(_b.Span, n), c, first, GradientMode.Overwrite);
                break;
            case ProductForm.TransposedB:
                KernelSet.Best.InputGradient(new(_a.Span.Slice(first * k, count * k), k), _b.Span, new(c, n), Share.Whole);
                break;
            default:
                KernelSet.Best.Forward(
                    new(_a.Span.Slice(first * k, count * k), k), _b.Span, _zeros.Span, new(c, n), Activation.Identity, Share.Whole);
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
