using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Suites;

/// <summary>Our side of the workloads of a kind, on one thread.</summary>
[MemoryDiagnoser]
public abstract class WorkloadSuite
{
    private InProcess _ours = null!;

    public abstract string Workload { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Workload workload = Workloads.Workload.All.Single(each => string.Equals(each.Id, Workload, StringComparison.Ordinal));
        _ours = (InProcess)workload.Start(threads: 1);
    }

    [GlobalCleanup]
    public void Cleanup() => _ours.Dispose();

    [Benchmark]
    public void Iterate() => _ours.Iterate();

    private protected static IEnumerable<string> IdsOf(IEnumerable<Workload> workloads) => workloads.Select(workload => workload.Id);
}
