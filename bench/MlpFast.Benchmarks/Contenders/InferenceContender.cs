using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of an <see cref="InferenceWorkload"/>. Several threads share the samples out.</summary>
internal sealed class InferenceContender : InProcess, IContender
{
    private readonly Network _network;
    private readonly float[] _samples;
    private readonly float[] _outputs;
    private readonly RowTeam? _team;

    public InferenceContender(InferenceWorkload workload, int threads)
    {
        _network = workload.CreateNetwork();
        _samples = workload.CreateSamples();
        _outputs = new float[workload.Batch * workload.Outputs];
        if (threads > 1 && workload.Batch > 1)
        {
            _team = new RowTeam(workload.Batch, (double)workload.Batch * workload.WeightCount, threads, Predict);
        }
    }

    public float[] State() => [.. _outputs];

    public override void Dispose()
    {
        _team?.Dispose();
        base.Dispose();
    }

    public override void Iterate()
    {
        if (_team is null)
        {
            _network.Predict(_samples, _outputs);
        }
        else
        {
            _team.Run();
        }
    }

    private void Predict(int first, int count) =>
        _network.Predict(
            _samples.AsSpan(first * _network.Inputs, count * _network.Inputs),
            _outputs.AsSpan(first * _network.Outputs, count * _network.Outputs));
}
