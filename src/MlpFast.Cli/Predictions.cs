using System.Numerics.Tensors;

namespace MlpFast.Cli;

/// <summary>A network's answers to many samples.</summary>
internal static class Predictions
{
    /// <summary>A predictor for such samples: with no more threads than there are of them.</summary>
    public static Predictor PredictorFor(Network network, float[] samples, int threads) =>
        new(network, Math.Clamp(samples.Length / network.Inputs, 1, threads));

    /// <summary>The outputs of each sample, row-major [samples × outputs], all of them finite.</summary>
    public static float[] Outputs(Predictor predictor, float[] samples)
    {
        Network network = predictor.Network;
        float[] outputs = new float[checked(samples.Length / network.Inputs * network.Outputs)];
        predictor.Predict(samples, outputs);
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
