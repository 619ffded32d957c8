using System.Diagnostics;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>A C library behind a program that is compiled when it is needed.</summary>
/// <param name="name">Its name in options and results.</param>
/// <param name="source">The program, of <c>bench/peers</c>.</param>
/// <param name="flags">Further arguments of the compiler, such as the macro that chooses the library.</param>
/// <param name="library">The library's name to the linker.</param>
/// <param name="package">The system's package with the library.</param>
/// <param name="supports">What it can do.</param>
internal sealed class NativePeer(string name, string source, string[] flags, string library, string package, Func<Workload, bool> supports)
    : IPeer
{
    private readonly Lazy<string?> _program = new(() => Compile(source, flags, library));

    public string Name => name;

    /// <summary>The name of the library's file, which ends in its version.</summary>
    public string? Version => _program.Value is null ? null : FileOf(library);

    public string Installation => $"apt-get install gcc {package}";

    public bool Supports(Workload workload) => supports(workload);

    public IContender Start(Workload workload, int threads) => new PeerProcess(new(_program.Value!), workload, threads);

    private static string? Compile(string source, string[] flags, string library)
    {
        if (Tool.Candidates("cc").FirstOrDefault() is not string compiler)
        {
            return null;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlpfast-peer-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        string program = Path.Combine(folder.FullName, library);
        var command = new ProcessStartInfo(
            compiler, ["-O3", "-march=native", .. flags, Tool.PeerFile(source), "-o", program, $"-l{library}", "-lm"]);
        return Tool.Output(command) is null ? null : program;
    }

    private static string? FileOf(string library)
    {
        string file = Tool.Output(new("cc", [$"-print-file-name=lib{library}.so"]))!;
        return Path.GetFileName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.Name ?? file);
    }
}
