using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Suites;

/// <summary>One update with a whole batch, or sample by sample.</summary>
public class TrainingStep : WorkloadSuite
{
    public static IEnumerable<string> Ids => IdsOf(TrainingWorkload.All);

    [ParamsSource(nameof(Ids))]
    public override string Workload { get; set; } = "";
}
