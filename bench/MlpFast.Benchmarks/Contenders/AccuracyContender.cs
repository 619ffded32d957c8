using System.Numerics.Tensors;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of an <see cref="AccuracyWorkload"/>.</summary>
internal sealed class AccuracyContender : InProcess, IContender
{
    private readonly AccuracyWorkload _workload;
    private readonly Network _network;
    private readonly Trainer _trainer;
    private readonly float[] _start;
    private readonly int[] _classes;
    private readonly int[] _predicted;
    private int _epochs;

    public AccuracyContender(AccuracyWorkload workload, int threads)
    {
        _workload = workload;
        _network = workload.CreateNetwork();
        _trainer = new Trainer(_network, workload.Loss, new StochasticGradientDescent(workload.LearningRate), threads: threads);
        _start = _network.Parameters.ToArray();
        _classes = [.. workload.Data.TestTargets.Chunk(workload.Outputs).Select(row => TensorPrimitives.IndexOfMax<float>(row))];
        _predicted = new int[_classes.Length];
    }

    public float[] State() => [_epochs];

    public override void Dispose()
    {
        _trainer.Dispose();
        base.Dispose();
    }

    public override void Iterate()
    {
        _start.CopyTo(_network.Parameters);
        _epochs = 0;
        do
        {
            TrainEpoch();
            _epochs++;
        }
        while (Accuracy() < _workload.Target && _epochs < AccuracyWorkload.MaximumEpochs);
    }

    private void TrainEpoch()
    {
        DigitsData data = _workload.Data;
        for (int first = 0; first < data.TrainingRows; first += _workload.Batch)
        {
            int count = Math.Min(_workload.Batch, data.TrainingRows - first);
            _trainer.Update(
                data.TrainingSamples.AsSpan(first * _workload.Inputs, count * _workload.Inputs),
                data.TrainingTargets.AsSpan(first * _workload.Outputs, count * _workload.Outputs));
        }
    }

    private double Accuracy()
    {
        _network.PredictClasses(_workload.Data.TestSamples, _predicted);
        int right = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            right += _predicted[i] == _classes[i] ? 1 : 0;
        }

        return (double)right / _classes.Length;
    }
}
