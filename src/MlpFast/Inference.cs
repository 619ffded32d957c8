using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>The forward pass of a prediction: a block of samples at a time through all layers, so that it stays in the cache.</summary>
internal static class Inference
{
    /// <summary>samples [count × inputs] → destination [count × outputs].</summary>
    public static void Predict(Network network, ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (!TryPredictSmall(network, samples, destination))
        {
            PredictBlocks(network, samples, destination);
        }
    }

    /// <summary>
    /// One sample through a small network in one call; where it is anything else, nothing. Inlined: the fewer instructions there are around the
    /// arithmetic, the more of one prediction the processor overlaps with the next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPredictSmall(Network network, ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (network.Layout.Small is not { } layers
            || !layers.AreOneSample(samples, destination)
            || network.Overlaps(samples, destination))
        {
            return false;
        }

        KernelSet.Best.PredictSmall(layers, network.ParametersWithRoom, samples, destination);
        return true;
    }

    /// <summary>samples [count × inputs] → the index of each one's largest output.</summary>
    public static void PredictClasses(Network network, ReadOnlySpan<float> samples, Span<int> destination)
    {
        if (destination.Length == 1)
        {
            Span<float> lone = ThreadScratch.Activations(network.Outputs);
            if (TryPredictSmall(network, samples, lone))
            {
                destination[0] = TensorPrimitives.IndexOfMax<float>(lone);
                return;
            }
        }

        int floatsPerRow = network.Outputs + (2 * network.Layout.WidestHiddenStride);
        int blockRows = network.Layout.PredictedRows;
        while (!destination.IsEmpty)
        {
            int rows = Math.Min(blockRows, destination.Length);
            Span<float> scratch = ThreadScratch.Activations(rows * floatsPerRow);
            Span<float> outputs = scratch[..(rows * network.Outputs)];
            PredictBlock(network, samples[..(rows * network.Inputs)], outputs, scratch[outputs.Length..]);
            for (int row = 0; row < rows; row++)
            {
                destination[row] = TensorPrimitives.IndexOfMax<float>(outputs.Slice(row * network.Outputs, network.Outputs));
            }

            samples = samples[(rows * network.Inputs)..];
            destination = destination[rows..];
        }
    }

    /// <summary>The same of any number of samples, by blocks also where <see cref="TryPredictSmall"/> would do.</summary>
    public static void PredictBlocks(Network network, ReadOnlySpan<float> samples, Span<float> destination)
    {
        int blockRows = network.Layout.PredictedRows;
        while (!samples.IsEmpty)
        {
            int rows = Math.Min(blockRows, samples.Length / network.Inputs);
            Span<float> block = destination[..(rows * network.Outputs)];
            Span<float> scratch = ThreadScratch.Activations(2 * rows * network.Layout.WidestHiddenStride);
            PredictBlock(network, samples[..(rows * network.Inputs)], block, scratch);
            samples = samples[(rows * network.Inputs)..];
            destination = destination[block.Length..];
        }
    }

    /// <summary>The activations go back and forth between the two halves of <paramref name="scratch"/>.</summary>
    private static void PredictBlock(Network network, ReadOnlySpan<float> samples, Span<float> destination, Span<float> scratch)
    {
        ReadOnlySpan<LayerLayout> layers = network.Layout.Layers;
        var x = new ReadOnlyMatrix(samples, network.Inputs);
        int half = scratch.Length / 2;
        for (int i = 0; i < layers.Length - 1; i++)
        {
            var a = new Matrix(scratch.Slice(i % 2 * half, half), x.Rows, layers[i].Outputs, network.Layout.ActivationStride(i));
            layers[i].Forward(network.Parameters, x, a, Share.Whole);
            x = a;
        }

        layers[^1].Forward(network.Parameters, x, new Matrix(destination, network.Outputs), Share.Whole);
        Normalize(network, destination);
    }

    /// <summary>What a softmax output is to do with its logits.</summary>
    private static void Normalize(Network network, Span<float> outputs)
    {
        if (network.Layout.Layers[^1].Activation == Activation.Softmax)
        {
            KernelSet.Best.Softmax(outputs, network.Outputs);
        }
    }
}
