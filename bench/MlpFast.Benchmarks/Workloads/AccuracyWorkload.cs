using System.Globalization;
using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>Training from the same parameters, epoch after epoch, until the accuracy on the test samples is reached.</summary>
internal sealed record AccuracyWorkload(
    string Id, int Inputs, IReadOnlyList<Dense> Layers, Loss Loss, int Batch, float LearningRate, double Target)
    : NetworkWorkload(Id, Inputs, Layers)
{
    public const int MaximumEpochs = 1000;

    public static AccuracyWorkload Digits { get; } =
        new("epoch-to-97", 64, [ReLU(32), Softmax(10)], Loss.CrossEntropy, Batch: 32, LearningRate: 0.1f, Target: 0.97);

    public override string Group => "accuracy";

    public override string Task =>
        string.Create(CultureInfo.InvariantCulture, $"{Sizes}, batch {Batch}, to {Target * 100:F0}% of the digits");

    public override Limit? Limit => null;

    /// <summary>The epochs it took.</summary>
    public override IReadOnlyList<int> StateParts => [1];

    /// <summary>What is rounded differently can decide about one test sample, and so about an epoch.</summary>
    public override double Tolerance => 0.1;

    protected override string Header =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"accuracy {NetworkHeader} {Loss} {Batch} {LearningRate} {Target} {Data.TrainingRows} {Data.TestRows}");

    public DigitsData Data { get; } = DigitsData.Load();

    public override IContender Start(int threads) => new AccuracyContender(this, threads);

    protected override IEnumerable<float[]> Content() =>
    [
        CreateNetwork().Parameters.ToArray(), Data.TrainingSamples, Data.TrainingTargets, Data.TestSamples, Data.TestTargets,
    ];
}
