using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>out = f(in) for one vector; for softmax it is one row.</summary>
internal sealed record ActivationWorkload(Activation Function, int Length)
    : Workload($"{Function.ToString().ToLowerInvariant()}-{Length}")
{
    /// <summary>Where the functions saturate.</summary>
    private const float Bound = 8;

    private static readonly Activation[] Functions = [Activation.Sigmoid, Activation.Tanh, Activation.Softmax];

    private static readonly int[] Lengths = [64, 1024, 16384, 131072, 1048576];

    public static new IReadOnlyList<ActivationWorkload> All { get; } =
        [.. Functions.SelectMany(function => Lengths.Select(length => new ActivationWorkload(function, length)))];

    public override string Group => "activations";

    public override string Task => $"{Function}, {Length} numbers";

    /// <summary>Each number is read and written.</summary>
    public override Limit Limit => Limit.Bytes(2.0 * sizeof(float) * Length);

    public override IReadOnlyList<int> StateParts => [Length];

    /// <summary>Softmax may sum up a million exponentials in float32, one after another.</summary>
    public override double Tolerance => Function == Activation.Softmax ? 1e-3 : 1e-5;

    protected override string Header => $"activation {Function} {Length}";

    public override IContender Start(int threads) => new ActivationContender(this);

    public float[] CreateInputs() => Numbers.Uniform(Length, seed: 1, Bound);

    protected override IEnumerable<float[]> Content() => [CreateInputs()];
}
