using System.Globalization;
using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>Training steps on one batch: forward, backward, update.</summary>
internal sealed record TrainingWorkload(
    string Id, int Inputs, IReadOnlyList<Dense> Layers, Loss Loss, int Batch, UpdateStyle Style = UpdateStyle.Batch)
    : NetworkWorkload(Id, Inputs, Layers)
{
    public static new IReadOnlyList<TrainingWorkload> All { get; } =
    [
        new("xor", 2, [Sigmoid(3), Sigmoid(1)], Loss.HalfMeanSquaredError, Batch: 4),
        new("seed", 784, [Sigmoid(30), Sigmoid(10)], Loss.HalfMeanSquaredError, Batch: 64),
        new("seed-per-sample", 784, [Sigmoid(30), Sigmoid(10)], Loss.HalfMeanSquaredError, Batch: 64, UpdateStyle.PerSample),
        new("digits", 64, [Sigmoid(32), Softmax(10)], Loss.CrossEntropy, Batch: 1797),
        new("mnist", 784, [ReLU(128), Softmax(10)], Loss.CrossEntropy, Batch: 64),
        new("wide", 784, [ReLU(512), ReLU(512), Softmax(10)], Loss.CrossEntropy, Batch: 128),
        new("deep", 1024, [ReLU(1024), ReLU(1024), ReLU(1024), Softmax(10)], Loss.CrossEntropy, Batch: 256)
        {
            LearningRate = 0.02f,
        },
    ];

    /// <summary>Large enough for the parameters to change by far more than they are rounded, small enough to be stable.</summary>
    public float LearningRate { get; init; } = 0.2f;

    public override string Group => "training";

    public override string Task => $"{Sizes}, batch {Batch}{(Style == UpdateStyle.PerSample ? ", sample by sample" : "")}";

    /// <summary>Two for each multiplication and addition. The first layer has no input gradient.</summary>
    public override Limit Limit =>
        Limit.Operations(Batch * Layers.Select((layer, i) => (i == 0 ? 4.0 : 6.0) * InputsOf(i) * layer.Outputs).Sum());

    /// <summary>The loss, then each layer's weights and biases.</summary>
    public override IReadOnlyList<int> StateParts => [1, .. ParameterParts];

    /// <summary>
    /// Sums of float32 in different orders need 1e-5; a ReLU whose logit is so close to 0 that it is off on one side only, as one in a
    /// million is, needs 5e-3.
    /// </summary>
    public override double Tolerance => 1e-2;

    public override int AgreementIterations => 3;

    protected override string Header =>
        string.Create(CultureInfo.InvariantCulture, $"training {NetworkHeader} {Loss} {Batch} {LearningRate}");

    public override IContender Start(int threads) => new TrainingContender(this, threads);

    public Trainer CreateTrainer(int threads) =>
        new(CreateNetwork(), Loss, new StochasticGradientDescent(LearningRate), threads: threads);

    public float[] CreateSamples() => Numbers.Uniform(Batch * Inputs, seed: 1);

    public float[] CreateTargets() => Numbers.OneHot(Batch, Outputs, seed: 2);

    protected override IEnumerable<float[]> Content() => [CreateNetwork().Parameters.ToArray(), CreateSamples(), CreateTargets()];
}
