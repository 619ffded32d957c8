using System.Diagnostics;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>A Python module, in the style that the script's arguments choose.</summary>
/// <param name="name">Its name in options and results.</param>
/// <param name="module">The module to import.</param>
/// <param name="script">The script, of <c>bench/peers</c>, and its arguments.</param>
/// <param name="package">The system's package with the module.</param>
/// <param name="supports">What it can do.</param>
internal sealed class PythonPeer(string name, string module, string[] script, string package, Func<Workload, bool> supports) : IPeer
{
    /// <summary>The first interpreter with the module, the system's own before those of the search path, and the module's version.</summary>
    private readonly Lazy<(string Python, string Version)?> _installed = new(() => Find(module));

    public string Name => name;

    public string? Version => _installed.Value is var (_, version) ? $"{module} {version}" : null;

    public string Installation => $"apt-get install {package}";

    public bool Supports(Workload workload) => supports(workload);

    public IContender Start(Workload workload, int threads) =>
        new PeerProcess(new(_installed.Value!.Value.Python, [Tool.PeerFile(script[0]), .. script[1..]]), workload, threads);

    private static (string Python, string Version)? Find(string module)
    {
        foreach (string python in Tool.Candidates("python3", "/usr/bin"))
        {
            if (Tool.Output(new ProcessStartInfo(python, ["-c", $"import {module}; print({module}.__version__)"])) is string version)
            {
                return (python, version);
            }
        }

        return null;
    }
}
