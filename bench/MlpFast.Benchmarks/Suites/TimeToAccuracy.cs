using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Suites;

/// <summary>Training until the digits are read well enough.</summary>
public class TimeToAccuracy : WorkloadSuite
{
    public static IEnumerable<string> Ids => IdsOf([AccuracyWorkload.Digits]);

    [ParamsSource(nameof(Ids))]
    public override string Workload { get; set; } = "";
}
