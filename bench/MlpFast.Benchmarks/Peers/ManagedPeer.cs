using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>The same work in managed code of a few lines, in this process and on one thread.</summary>
/// <param name="name">Its name in options and results.</param>
/// <param name="version">What it is made of.</param>
/// <param name="supports">What it is asked to do.</param>
internal sealed class ManagedPeer<TArithmetic>(string name, string version, Func<Workload, bool> supports) : IPeer
    where TArithmetic : struct, IManagedArithmetic
{
    public string Name => name;

    public string Version => version;

    public string Installation => "";

    public bool Supports(Workload workload) => supports(workload);

    public IContender Start(Workload workload, int threads) =>
        workload switch
        {
            ProductWorkload product => new ManagedProduct<TArithmetic>(product),
            TrainingWorkload training => new ManagedTraining<TArithmetic>(training),
            InferenceWorkload inference => new ManagedInference<TArithmetic>(inference),
            ActivationWorkload activation => new ManagedActivation<TArithmetic>(activation),
            _ => throw new ArgumentException($"Expected a workload that {name} can do, but got {workload.Id}.", nameof(workload)),
        };
}
