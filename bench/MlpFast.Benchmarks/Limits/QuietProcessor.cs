using System.Diagnostics;
using System.Numerics;

namespace MlpFast.Benchmarks.Limits;

/// <summary>
/// Processors that nothing else uses, and for one thread the same one for both sides of a comparison. On a shared machine others' work slows
/// one processor down for seconds, and not the other: sides on different ones could not be compared. Reading the first-level cache shows it
/// best, since a program on the same core takes of the ports and queues that this needs.
/// </summary>
internal static class QuietProcessor
{
    /// <summary>For a quiet processor, before a busy one is taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Some milliseconds of reading.</summary>
    private const double BytesRead = 1 << 30;

    /// <summary>Of the highest speed: what still counts as quiet.</summary>
    private const double Quiet = 0.9;

    /// <summary>So much a probe the highest speed is forgotten: a clock that has become slower counts as quiet again some hundred probes later.</summary>
    private const double Forgotten = 1.0005;

    private static readonly nint Allowed = AllowedProcessors();

    private static IProbe? _probe;

    private static double _leastSeconds = double.PositiveInfinity;

    /// <summary>
    /// Waits for a quiet machine. For one thread it also keeps the main thread, and the threads and processes that it starts from now on, on
    /// one processor: on Linux, since elsewhere the affinity of a process is not that of its main thread alone.
    /// </summary>
    /// <param name="threads">Always the same in one process.</param>
    public static void Take(int threads)
    {
        _probe ??= Probe.Start(Resource.L1, threads);
        bool pins = threads == 1 && BitOperations.PopCount((nuint)Allowed) > 1;
        long start = Stopwatch.GetTimestamp();
        while (!(pins ? TakeQuietest(_probe) : IsQuiet()) && Stopwatch.GetElapsedTime(start) < Patience)
        {
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Whether what was taken is quiet now.</summary>
    public static bool IsQuiet() => _probe is null || IsQuiet(Seconds(_probe));

    private static bool TakeQuietest(IProbe probe)
    {
        (double seconds, nint processor) = Processors().Min(processor => (SecondsOn(processor, probe), processor));
        Pin(processor);
        return IsQuiet(seconds);
    }

    private static bool IsQuiet(double seconds)
    {
        _leastSeconds = Math.Min(_leastSeconds * Forgotten, seconds);
        return seconds * Quiet <= _leastSeconds;
    }

    private static IEnumerable<nint> Processors() =>
        Enumerable.Range(0, BitOperations.Log2((nuint)Allowed) + 1).Select(index => (nint)1 << index).Where(bit => (Allowed & bit) != 0);

    private static double SecondsOn(nint processor, IProbe probe)
    {
        Pin(processor);
        return Seconds(probe);
    }

    private static nint AllowedProcessors()
    {
        using Process process = Process.GetCurrentProcess();
        return OperatingSystem.IsLinux() ? process.ProcessorAffinity : 0;
    }

    private static double Seconds(IProbe probe) => probe.Run((int)(BytesRead / probe.Amount));

    private static void Pin(nint processors)
    {
        if (OperatingSystem.IsLinux())
        {
            using Process process = Process.GetCurrentProcess();
            process.ProcessorAffinity = processors;
        }
    }
}
