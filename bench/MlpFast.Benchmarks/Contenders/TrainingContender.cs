using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of a <see cref="TrainingWorkload"/>.</summary>
internal sealed class TrainingContender(TrainingWorkload workload, int threads) : InProcess, IContender
{
    private readonly Trainer _trainer = workload.CreateTrainer(threads);
    private readonly float[] _samples = workload.CreateSamples();
    private readonly float[] _targets = workload.CreateTargets();
    private double _loss;

    public float[] State() => [(float)_loss, .. _trainer.Network.Parameters];

    public override void Dispose()
    {
        _trainer.Dispose();
        base.Dispose();
    }

    public override void Iterate() =>
        _loss = workload.Style == UpdateStyle.Batch ? _trainer.Update(_samples, _targets) : UpdatePerSample();

    private double UpdatePerSample()
    {
        (int inputs, int outputs) = (workload.Inputs, workload.Outputs);
        for (int row = 0; row < workload.Batch; row++)
        {
            _trainer.Accumulate(_samples.AsSpan(row * inputs, inputs), _targets.AsSpan(row * outputs, outputs));
        }

        return _trainer.Step();
    }
}
