using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>MlpFast beside itself, used in another way.</summary>
/// <param name="name">Its name in options and results.</param>
/// <param name="supports">Where the other way is another.</param>
/// <param name="start">The other way.</param>
internal sealed class OwnPeer(string name, Func<Workload, bool> supports, Func<Workload, int, IContender> start) : IPeer
{
    public string Name => name;

    public string Version => typeof(Network).Assembly.GetName().Version!.ToString(3);

    public string Installation => "";

    public bool Supports(Workload workload) => supports(workload);

    public IContender Start(Workload workload, int threads) => start(workload, threads);
}
