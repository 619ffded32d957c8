using System.Text.Json;

namespace MlpFast.Tests.Documents;

/// <summary>A training run that tests/golden/make_golden.py computed in float64.</summary>
/// <param name="Sizes">Number of inputs, then each layer's outputs.</param>
/// <param name="LearningRate">η.</param>
/// <param name="Samples">Row-major [samples × inputs].</param>
/// <param name="Targets">Row-major [samples × outputs].</param>
/// <param name="BatchIndices">The samples of each update; <see langword="null"/> for all of them, every time.</param>
/// <param name="Initial">The layers before the first update.</param>
/// <param name="Losses">What the network's document reports at each update, from before that update.</param>
/// <param name="Final">The layers after the last update.</param>
internal sealed record GoldenTrajectory(
    int[] Sizes,
    float LearningRate,
    float[] Samples,
    float[] Targets,
    int[][]? BatchIndices,
    GoldenTrajectory.Layer<float>[] Initial,
    double[] Losses,
    GoldenTrajectory.Layer<double>[] Final)
{
    public static GoldenTrajectory Load(string name)
    {
        using FileStream file = File.OpenRead(Repository.PathOf($"tests/golden/{name}.json"));
        return JsonSerializer.Deserialize<GoldenTrajectory>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>A network with the initial parameters.</summary>
    public Network CreateNetwork(Activation output)
    {
        Dense[] layers = [.. Sizes.Skip(1).Select(size => new Dense(size, Activation.Sigmoid))];
        layers[^1] = layers[^1] with { Activation = output };
        var network = new Network(Sizes[0], layers);
        for (int layer = 0; layer < layers.Length; layer++)
        {
            Initial[layer].Weights.CopyTo(network.Weights(layer));
            Initial[layer].Biases.CopyTo(network.Biases(layer));
        }

        return network;
    }

    /// <summary>The samples and targets of every update, in order.</summary>
    public IEnumerable<(float[] Samples, float[] Targets)> Batches()
    {
        return BatchIndices is null
            ? Enumerable.Repeat((Samples, Targets), Losses.Length)
            : BatchIndices.Select(rows => (Rows(Samples, Sizes[0], rows), Rows(Targets, Sizes[^1], rows)));

        static float[] Rows(float[] matrix, int columns, int[] rows) =>
            [.. rows.SelectMany(row => matrix.AsSpan(row * columns, columns).ToArray())];
    }

    /// <summary>One layer's parameters: weights row-major [inputs × outputs], biases [outputs].</summary>
    internal sealed record Layer<T>(T[] Weights, T[] Biases);
}
