using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>A <see cref="TrainingWorkload"/> in managed code: whole matrices, one operation after another.</summary>
internal sealed class ManagedTraining<TArithmetic> : InProcess, IContender
    where TArithmetic : struct, IManagedArithmetic
{
    private readonly TrainingWorkload _workload;
    private readonly ManagedNetwork<TArithmetic> _network;
    private readonly float[] _samples;
    private readonly float[] _targets;
    private readonly float[][] _deltas;
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;
    private float _loss;

    public ManagedTraining(TrainingWorkload workload)
    {
        _workload = workload;
        _network = new(workload, workload.Batch);
        _samples = workload.CreateSamples();
        _targets = workload.CreateTargets();
        _deltas = OfEachLayer(layer => layer.Activations);
        _weightGradients = OfEachLayer(layer => layer.Weights);
        _biasGradients = OfEachLayer(layer => layer.Biases);
    }

    public float[] State() => [_loss, .. _network.Layers.SelectMany(layer => layer.Weights.Concat(layer.Biases))];

    public override void Iterate()
    {
        _network.Forward(_samples);
        OutputGradient();
        for (int i = _network.Layers.Length - 1; i >= 0; i--)
        {
            Backward(i);
        }

        for (int i = 0; i < _network.Layers.Length; i++)
        {
            float factor = -_workload.LearningRate / _workload.Batch;
            TArithmetic.AddScaled(_network.Layers[i].Weights, factor, _weightGradients[i]);
            TArithmetic.AddScaled(_network.Layers[i].Biases, factor, _biasGradients[i]);
        }
    }

    private float[][] OfEachLayer(Func<ManagedLayer, float[]> like) =>
        [.. _network.Layers.Select(layer => new float[like(layer).Length])];

    /// <summary>The loss, and δ of the last layer.</summary>
    private void OutputGradient()
    {
        ManagedLayer last = _network.Layers[^1];
        float[] delta = _deltas[^1];
        TArithmetic.Subtract(_network.Outputs, _targets, delta);
        _loss = _workload.Loss == Loss.CrossEntropy
            ? CrossEntropy() / _workload.Batch
            : TArithmetic.Dot(delta, delta) / 2 / delta.Length;
        TArithmetic.MultiplyByDerivative(last.Function, delta, _network.Outputs);
    }

    /// <summary>For targets that are 1 for one class and 0 for all others.</summary>
    private float CrossEntropy()
    {
        float sum = 0;
        for (int i = 0; i < _targets.Length; i++)
        {
            if (_targets[i] > 0)
            {
                sum -= MathF.Log(_network.Outputs[i]);
            }
        }

        return sum;
    }

    /// <summary>The gradients of a layer's parameters, and δ of the layer before it.</summary>
    private void Backward(int i)
    {
        ManagedLayer layer = _network.Layers[i];
        float[] x = i == 0 ? _samples : _network.Layers[i - 1].Activations;
        Array.Clear(_weightGradients[i]);
        ManagedMatrix<TArithmetic>.AddProduct(
            ProductForm.TransposedA, x, _deltas[i], _weightGradients[i], layer.Inputs, layer.Outputs, _workload.Batch);
        ManagedMatrix<TArithmetic>.SumRows(_deltas[i], _biasGradients[i]);
        if (i == 0)
        {
            return;
        }

        Array.Clear(_deltas[i - 1]);
        ManagedMatrix<TArithmetic>.AddProduct(
            ProductForm.TransposedB, _deltas[i], layer.Weights, _deltas[i - 1], _workload.Batch, layer.Inputs, layer.Outputs);
        TArithmetic.MultiplyByDerivative(_network.Layers[i - 1].Function, _deltas[i - 1], x);
    }
}
