namespace MlpFast.Benchmarks.Peers;

/// <summary>Another way to do the same work.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>The one line that installs it.</summary>
    string Installation { get; }

    bool IsInstalled { get; }

    /// <summary>Their side of a workload, at the start.</summary>
    IContender Start(Workload workload, int threads);
}
