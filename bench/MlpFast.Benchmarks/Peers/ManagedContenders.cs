using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>An <see cref="InferenceWorkload"/> in managed code.</summary>
internal sealed class ManagedInference<TArithmetic>(InferenceWorkload workload) : InProcess, IContender
    where TArithmetic : struct, IManagedArithmetic
{
    private readonly ManagedNetwork<TArithmetic> _network = new(workload, workload.Batch);
    private readonly float[] _samples = workload.CreateSamples();

    public float[] State() => [.. _network.Outputs];

    public override void Iterate() => _network.Forward(_samples);

    protected override void Repeat(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }
    }
}

/// <summary>A <see cref="ProductWorkload"/> in managed code.</summary>
internal sealed class ManagedProduct<TArithmetic>(ProductWorkload workload) : InProcess, IContender
    where TArithmetic : struct, IManagedArithmetic
{
    private readonly float[] _a = workload.CreateA();
    private readonly float[] _b = workload.CreateB();
    private readonly float[] _c = new float[workload.M * workload.N];

    public float[] State() => [.. _c];

    public override void Iterate()
    {
        Array.Clear(_c);
        ManagedMatrix<TArithmetic>.AddProduct(workload.Form, _a, _b, _c, workload.M, workload.N, workload.K);
    }

    protected override void Repeat(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }
    }
}

/// <summary>An <see cref="ActivationWorkload"/> in managed code.</summary>
internal sealed class ManagedActivation<TArithmetic>(ActivationWorkload workload) : InProcess, IContender
    where TArithmetic : struct, IManagedArithmetic
{
    private readonly float[] _inputs = workload.CreateInputs();
    private readonly float[] _outputs = new float[workload.Length];

    public float[] State() => [.. _outputs];

    public override void Iterate() => TArithmetic.Activate(workload.Function, _inputs, _outputs);
}
