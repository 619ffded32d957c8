using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Suites;

/// <summary>Predictions of one sample and of a batch.</summary>
public class Inference : WorkloadSuite
{
    public static IEnumerable<string> Ids => IdsOf(InferenceWorkload.All);

    [ParamsSource(nameof(Ids))]
    public override string Workload { get; set; } = "";
}
