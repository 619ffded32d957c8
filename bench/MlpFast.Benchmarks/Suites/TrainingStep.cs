using BenchmarkDotNet.Attributes;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Suites;

/// <summary>One update with a whole batch.</summary>
[MemoryDiagnoser]
public class TrainingStep
{
    private Trainer _trainer = null!;
    private float[] _samples = [];
    private float[] _targets = [];

    public static IEnumerable<string> Ids => TrainingWorkload.All.Select(workload => workload.Id);

    [ParamsSource(nameof(Ids))]
    public string Workload { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var workload = TrainingWorkload.All.Single(each => string.Equals(each.Id, Workload, StringComparison.Ordinal));
        _trainer = workload.CreateTrainer(threads: 1);
        _samples = workload.CreateSamples();
        _targets = workload.CreateTargets();
    }

    [Benchmark]
    public double Update() => _trainer.Update(_samples, _targets);
}
