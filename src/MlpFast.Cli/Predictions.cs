using System.Numerics.Tensors;

namespace MlpFast.Cli;

/// <summary>A network's answers to many samples, the rows shared out among threads.</summary>
internal static class Predictions
{
    /// <summary>The outputs of each sample, row-major [samples × outputs], all of them finite.</summary>
    public static float[] Outputs(Network network, float[] samples, int threads)
    {
        int count = samples.Length / network.Inputs;
        float[] outputs = new float[checked(count * network.Outputs)];
        int ranges = Math.Clamp(threads, 1, Math.Max(count, 1));
        if (ranges == 1)
        {
            network.Predict(samples, outputs);
        }
        else
        {
            Parallel.For(0, ranges, new ParallelOptions { MaxDegreeOfParallelism = ranges }, range =>
            {
                int first = (int)((long)count * range / ranges);
                int rows = (int)((long)count * (range + 1) / ranges) - first;
                network.Predict(
                    samples.AsSpan(first * network.Inputs, rows * network.Inputs),
                    outputs.AsSpan(first * network.Outputs, rows * network.Outputs));
            });
        }

        int bad = Array.FindIndex(outputs, output => !float.IsFinite(output));
        return bad < 0
            ? outputs
            : throw new UserErrorException(
                $"Expected finite predictions, but the network gives {outputs[bad]} for sample {(bad / network.Outputs) + 1}: "
                + "its weights or the features are too large.");
    }

    /// <summary>The class of each sample: the largest of its outputs, the first of equal ones.</summary>
    public static int[] Classes(float[] outputs, int classCount)
    {
        int[] classes = new int[outputs.Length / classCount];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = TensorPrimitives.IndexOfMax(outputs.AsSpan(i * classCount, classCount));
        }

        return classes;
    }
}
