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
    public static IProbe Start(Resource resource, int threads) =>
        Vector512Lane.IsSupported ? Start<Vector512Lane>(resource, threads) : Start<VectorLane>(resource, threads);

    private static IProbe Start<TLane>(Resource resource, int threads)
        where TLane : struct, IArithmeticLane<TLane>
    {
        IProbe[] probes = [.. Enumerable.Range(0, threads).Select(_ => Create<TLane>(resource, threads))];
        return threads == 1 ? probes[0] : new SimultaneousProbes(probes);
    }

    private static InProcessProbe Create<TLane>(Resource resource, int threads)
        where TLane : struct, IArithmeticLane<TLane> =>
        resource switch
        {
            Resource.FusedMultiplyAdd => new FusedMultiplyAddPeak<TLane>(),
            Resource.L1 => new ReadBandwidth<TLane>(L1Bytes),
            Resource.L2 => new ReadBandwidth<TLane>(Caches.L2 / 2),
            Resource.L3 => new ReadBandwidth<TLane>(Caches.L3 / 4 / threads),
            _ => new ReadBandwidth<TLane>(MemoryBytes / threads),
        };
}

/// <summary>A probe on one thread.</summary>
internal abstract class InProcessProbe : InProcess, IProbe
{
    public abstract double Amount { get; }
}
