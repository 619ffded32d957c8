using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>A suite that runs once for every kernel set of this machine.</summary>
public abstract class KernelSuite
{
    public static IEnumerable<string> KernelSets => KernelSet.Supported.Select(kernels => kernels.Name);

    [ParamsSource(nameof(KernelSets))]
    public string Set { get; set; } = "";

    private protected KernelSet Kernels { get; private set; } = null!;

    [GlobalSetup]
    public virtual void Setup() =>
        Kernels = KernelSet.Supported.Single(kernels => string.Equals(kernels.Name, Set, StringComparison.Ordinal));

    /// <summary>Numbers in [0, 1), neither equal nor subnormal.</summary>
    private protected static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => i * 0.618f % 1)];
}
