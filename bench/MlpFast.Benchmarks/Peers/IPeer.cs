using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>Another way to do the same work.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>What is installed; <see langword="null"/> where nothing is.</summary>
    string? Version { get; }

    /// <summary>The one line that installs it.</summary>
    string Installation { get; }

    /// <summary>Whether its results are those of the workload. If not, it shows what its calls cost.</summary>
    bool DoesTheWork => true;

    /// <summary>Whether it can do the workload, once installed.</summary>
    bool Supports(Workload workload);

    /// <summary>Their side of a workload, at the start.</summary>
    IContender Start(Workload workload, int threads);
}
