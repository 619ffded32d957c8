using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Limits;

/// <summary>Takes as much of a <see cref="Resource"/> as there is.</summary>
internal interface IProbe : ITimed
{
    /// <summary>Floating-point operations or bytes of one iteration.</summary>
    double Amount { get; }
}

/// <summary>The probe of each resource.</summary>
internal static class Probe
{
    private const long MemoryBytes = 256 << 20;

    private const long L1Bytes = 16 << 10;

    /// <summary>On one thread, or on several at once, which share what is not each core's own.</summary>
    public static IProbe Start(Resource resource, int threads) => Start(resource, BytesOf(resource, threads), threads);

    /// <summary>
    /// The probe of a workload. It reads as many bytes as the workload does, since how fast a cache is read depends on how much of it is; of what
    /// fits the first level, starting to read would be a good part.
    /// </summary>
    public static IProbe Start(Limit limit, int threads) =>
        limit.Resource switch
        {
            Resource.FusedMultiplyAdd or Resource.L1 => Start(limit.Resource, threads),
            Resource.L2 => Start(limit.Resource, (long)limit.Amount, threads), // Each thread, as each has its own.
            _ => Start(limit.Resource, (long)limit.Amount / threads, threads),
        };

    private static IProbe Start(Resource resource, long bytes, int threads) =>
        Vector512Lane.IsSupported ? Start<Vector512Lane>(resource, bytes, threads) : Start<VectorLane>(resource, bytes, threads);

    private static IProbe Start<TLane>(Resource resource, long bytes, int threads)
        where TLane : struct, IArithmeticLane<TLane>
    {
        IProbe[] probes = [.. Enumerable.Range(0, threads).Select(_ => Create<TLane>(resource, bytes))];
        return threads == 1 ? probes[0] : new SimultaneousProbes(probes);
    }

    private static InProcessProbe Create<TLane>(Resource resource, long bytes)
        where TLane : struct, IArithmeticLane<TLane> =>
        resource == Resource.FusedMultiplyAdd ? new FusedMultiplyAddPeak<TLane>() : new ReadBandwidth<TLane>(bytes);

    /// <summary>A part of a cache, for one of the threads; of the first two levels each has its own.</summary>
    private static long BytesOf(Resource resource, int threads) =>
        resource switch
        {
            Resource.FusedMultiplyAdd => 0,
            Resource.L1 => L1Bytes,
            Resource.L2 => Caches.L2 / 2,
            Resource.L3 => Caches.L3 / 4 / threads,
            _ => MemoryBytes / threads,
        };
}

/// <summary>A probe on one thread.</summary>
internal abstract class InProcessProbe : InProcess, IProbe
{
    public abstract double Amount { get; }
}
