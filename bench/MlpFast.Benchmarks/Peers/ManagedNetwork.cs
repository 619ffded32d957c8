using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>A network in managed code: its parameters, and a batch's activations.</summary>
internal sealed class ManagedNetwork<TArithmetic>
    where TArithmetic : struct, IManagedArithmetic
{
    private readonly int _batch;

    public ManagedNetwork(NetworkWorkload workload, int batch)
    {
        _batch = batch;
        Network network = workload.CreateNetwork();
        Layers = [.. workload.Layers.Select((layer, i) => new ManagedLayer(
            network.Weights(i).ToArray(), network.Biases(i).ToArray(), new float[batch * layer.Outputs], layer.Activation))];
    }

    public ManagedLayer[] Layers { get; }

    /// <summary>The outputs of the batch.</summary>
    public float[] Outputs => Layers[^1].Activations;

    public void Forward(float[] samples)
    {
        float[] x = samples;
        foreach (ManagedLayer layer in Layers)
        {
            ManagedMatrix<TArithmetic>.FillRows(layer.Activations, layer.Biases);
            ManagedMatrix<TArithmetic>.AddProduct(
                ProductForm.Plain, x, layer.Weights, layer.Activations, _batch, layer.Outputs, layer.Inputs);
            ManagedMatrix<TArithmetic>.Activate(layer.Function, layer.Activations, layer.Outputs);
            x = layer.Activations;
        }
    }
}

/// <summary>A dense layer: weights [inputs × outputs], biases, and a batch's activations.</summary>
internal sealed record ManagedLayer(float[] Weights, float[] Biases, float[] Activations, Activation Function)
{
    public int Outputs => Biases.Length;

    public int Inputs => Weights.Length / Outputs;
}
