using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>The outputs of a network for one sample or for a batch.</summary>
internal sealed record InferenceWorkload(string Id, int Inputs, IReadOnlyList<Dense> Layers, int Batch)
    : NetworkWorkload(Id, Inputs, Layers)
{
    private static readonly int[] Batches = [1, 64, 1024];

    public static new IReadOnlyList<InferenceWorkload> All { get; } =
    [
        .. OfAllBatches(4, Sigmoid(8), Sigmoid(3)),
        .. OfAllBatches(784, Sigmoid(30), Sigmoid(10)),
        .. OfAllBatches(784, ReLU(512), ReLU(512), Softmax(10)),
    ];

    public override string Group => "inference";

    public override string Task => $"{Sizes}, {(Batch == 1 ? "one sample" : $"batch {Batch}")}";

    /// <summary>
    /// One sample uses each weight once, so that reading them is the work; where they are in the first-level cache, the call is.
    /// </summary>
    public override Limit? Limit =>
        Batch > 1 ? Limit.Operations(2.0 * Batch * WeightCount) : WeightBytes > Caches.L1 ? Limit.Bytes(WeightBytes) : null;

    public override IReadOnlyList<int> StateParts => [Batch * Outputs];

    public override double Tolerance => 1e-4;

    protected override string Header => $"inference {NetworkHeader} {Batch}";

    private double WeightBytes => (double)sizeof(float) * WeightCount;

    public override IContender Start(int threads) => new InferenceContender(this, threads);

    public float[] CreateSamples() => Numbers.Uniform(Batch * Inputs, seed: 1);

    protected override IEnumerable<float[]> Content() => [CreateNetwork().Parameters.ToArray(), CreateSamples()];

    private static IEnumerable<InferenceWorkload> OfAllBatches(int inputs, params Dense[] layers)
    {
        string sizes = string.Join('-', layers.Select(layer => layer.Outputs).Prepend(inputs));
        return Batches.Select(batch => new InferenceWorkload($"inference-{sizes}-{batch}", inputs, layers, batch));
    }
}
