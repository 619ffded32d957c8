using System.Diagnostics;

namespace MlpFast.Benchmarks;

/// <summary>Our side of a <see cref="TrainingWorkload"/>.</summary>
internal sealed class TrainingContender : IContender
{
    private readonly Trainer _trainer;
    private readonly float[] _samples;
    private readonly float[] _targets;
    private double _loss;

    public TrainingContender(TrainingWorkload workload)
    {
        _trainer = workload.CreateTrainer();
        _samples = workload.CreateSamples();
        _targets = workload.CreateTargets();
    }

    public double Run(int iterations)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < iterations; i++)
        {
            _loss = _trainer.Update(_samples, _targets);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public float[] State() => [(float)_loss, .. _trainer.Network.Parameters];

    public void Dispose() => _trainer.Dispose();
}
