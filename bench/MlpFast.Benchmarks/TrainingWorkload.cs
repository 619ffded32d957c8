using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MlpFast.Benchmarks;

/// <summary>Training steps on one batch: forward, backward, update.</summary>
internal sealed record TrainingWorkload(string Id, int Inputs, IReadOnlyList<Dense> Layers, Loss Loss, int Batch) : Workload(Id)
{
    /// <summary>Large enough for the parameters to change by far more than they are rounded, small enough to be stable.</summary>
    private const float LearningRate = 0.2f;

    public static new IReadOnlyList<TrainingWorkload> All { get; } =
    [
        new("xor", 2, [Sigmoid(3), Sigmoid(1)], Loss.HalfMeanSquaredError, Batch: 4),
        new("seed", 784, [Sigmoid(30), Sigmoid(10)], Loss.HalfMeanSquaredError, Batch: 64),
        new("digits", 64, [Sigmoid(32), Softmax(10)], Loss.CrossEntropy, Batch: 1797),
        new("mnist", 784, [ReLU(128), Softmax(10)], Loss.CrossEntropy, Batch: 64),
        new("wide", 784, [ReLU(512), ReLU(512), Softmax(10)], Loss.CrossEntropy, Batch: 128),
        new("deep", 1024, [ReLU(1024), ReLU(1024), ReLU(1024), Softmax(10)], Loss.CrossEntropy, Batch: 256),
    ];

    public override string Description =>
        $"{string.Join('-', Layers.Select(layer => layer.Outputs).Prepend(Inputs))}, batch {Batch}";

    /// <summary>Two for each multiplication and addition. The first layer has no input gradient.</summary>
    public override double Operations =>
        Batch * Layers.Select((layer, i) => (i == 0 ? 4.0 : 6.0) * InputsOf(i) * layer.Outputs).Sum();

    /// <summary>The loss, then each layer's weights and biases.</summary>
    public override IReadOnlyList<int> StateParts =>
        [1, .. Layers.SelectMany((layer, i) => new[] { InputsOf(i) * layer.Outputs, layer.Outputs })];

    public override IContender Start() => new TrainingContender(this);

    public override void Write(Stream stream)
    {
        string layers = string.Join(' ', Layers.Select(layer => $"{layer.Outputs} {layer.Activation}"));
        stream.Write(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Inputs} {layers} {Loss} {Batch} {LearningRate}\n")));
        WriteNumbers(stream, CreateTrainer().Network.Parameters);
        WriteNumbers(stream, CreateSamples());
        WriteNumbers(stream, CreateTargets());
    }

    public override string ToString() => Id;

    public Trainer CreateTrainer() => new(new Network(Inputs, [.. Layers]), Loss, new StochasticGradientDescent(LearningRate));

    /// <summary>Uniform in [−1, 1).</summary>
    public float[] CreateSamples()
    {
        var random = new RandomSource(seed: 1);
        float[] samples = new float[Batch * Inputs];
        foreach (ref float value in samples.AsSpan())
        {
            value = (float)((2 * random.NextDouble()) - 1);
        }

        return samples;
    }

    /// <summary>1 for a random class, 0 for all others; for a single output 0 or 1.</summary>
    public float[] CreateTargets()
    {
        var random = new RandomSource(seed: 2);
        int outputs = Layers[^1].Outputs;
        float[] targets = new float[Batch * outputs];
        for (int row = 0; row < Batch; row++)
        {
            int chosen = random.Next(Math.Max(outputs, 2));
            if (chosen < outputs)
            {
                targets[(row * outputs) + chosen] = 1;
            }
        }

        return targets;
    }

    private static Dense Sigmoid(int outputs) => new(outputs, Activation.Sigmoid);

    private static Dense ReLU(int outputs) => new(outputs, Activation.ReLU);

    private static Dense Softmax(int outputs) => new(outputs, Activation.Softmax);

    private static void WriteNumbers(Stream stream, ReadOnlySpan<float> numbers) => stream.Write(MemoryMarshal.AsBytes(numbers));

    private int InputsOf(int layer) => layer == 0 ? Inputs : Layers[layer - 1].Outputs;
}
