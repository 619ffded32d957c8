using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of an <see cref="InferenceWorkload"/>. Several threads share the samples out.</summary>
internal sealed class InferenceContender : InProcess, IContender
{
    private readonly Network _network;
    private readonly float[] _samples;
    private readonly float[] _outputs;
    private readonly Predictor? _predictor;

    public InferenceContender(InferenceWorkload workload, int threads)
    {
        _network = workload.CreateNetwork();
        _samples = workload.CreateSamples();
        _outputs = new float[workload.Batch * workload.Outputs];
        if (threads > 1 && workload.Batch > 1)
        {
            _predictor = new Predictor(_network, threads);
        }
    }

    public float[] State() => [.. _outputs];

    public override void Dispose()
    {
        _predictor?.Dispose();
        base.Dispose();
    }

    public override void Iterate()
    {
        if (_predictor is null)
        {
            _network.Predict(_samples, _outputs);
        }
        else
        {
            _predictor.Predict(_samples, _outputs);
        }
    }

    protected override void Repeat(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }
    }
}
