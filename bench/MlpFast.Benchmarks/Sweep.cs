using MlpFast.Benchmarks.Limits;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks;

/// <summary>The share of the peak of fused multiply-adds at one size.</summary>
/// <param name="Over">What the size is of: <see cref="Sweep.OverBatch"/> or <see cref="Sweep.OverWidth"/>.</param>
/// <param name="Task">What was done.</param>
/// <param name="Size">The size.</param>
/// <param name="Share">The share, from 0 to 1.</param>
internal sealed record SweepPoint(string Over, string Task, int Size, double Share);

/// <summary>How our speed depends on the size of the batch and on the width of the layers.</summary>
internal static class Sweep
{
    public const string OverBatch = "batch";
    public const string OverWidth = "width";

    /// <summary>Of all layers, where the batch varies.</summary>
    public const int Width = 512;

    /// <summary>Where the width varies.</summary>
    public const int Batch = 128;

    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    private static readonly int[] Widths = [16, 32, 64, 128, 256, 512, 1024, 2048];

    public static IReadOnlyList<SweepPoint> Run(int threads) =>
    [
        .. Batches.SelectMany(batch => AtSize(OverBatch, batch, batch, Width, threads)),
        .. Widths.SelectMany(width => AtSize(OverWidth, width, Batch, width, threads)),
    ];

    private static IEnumerable<SweepPoint> AtSize(string over, int size, int batch, int width, int threads)
    {
        Console.Error.WriteLine($"{over} {size} ...");
        var forward = new ProductWorkload(batch, width, width);
        yield return new(over, "forward product", size, Share(forward, Limit.Operations(forward.Operations), threads));
        var layer = new Dense(width, Activation.Sigmoid);
        var training = new TrainingWorkload($"{over}-{size}", width, [layer, layer], Loss.HalfMeanSquaredError, batch);
        yield return new(over, "training step", size, Share(training, training.Limit, threads));
    }

    private static double Share(Workload workload, Limit limit, int threads)
    {
        QuietProcessor.Take(threads);
        using IContender ours = workload.Start(threads);
        return Comparison.Measure(limit, threads, ours).ShareOfLimit!.Value;
    }
}
