using BenchmarkDotNet.Attributes;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Suites;

/// <summary>A kernel, once for every kernel set of this machine.</summary>
public abstract class KernelSuite
{
    public static IEnumerable<string> KernelSets => KernelSet.Supported.Select(kernels => kernels.Name);

    [ParamsSource(nameof(KernelSets))]
    public string Set { get; set; } = "";

    private protected KernelSet Kernels { get; private set; } = null!;

    [GlobalSetup]
    public virtual void Setup() =>
        Kernels = KernelSet.Supported.Single(kernels => string.Equals(kernels.Name, Set, StringComparison.Ordinal));
}
