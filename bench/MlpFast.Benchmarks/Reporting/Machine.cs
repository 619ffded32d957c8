using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Limits;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>Where a recording was made.</summary>
internal sealed record Machine(string Processor, int Cores, long L1, long L2, long L3, string System, string Runtime, string Kernels)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static Machine Current() =>
        new(
            ProcessorName(),
            Environment.ProcessorCount,
            Caches.L1,
            Caches.L2,
            Caches.L3,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            RuntimeInformation.FrameworkDescription,
            KernelSet.Best.Name);

    private static string ProcessorName()
    {
        IEnumerable<string> lines = File.Exists(ProcessorFile) ? File.ReadLines(ProcessorFile) : [];
        return lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown";
    }
}
