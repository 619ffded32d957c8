using System.Globalization;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>
/// A test that interrupts a process. It is skipped where interrupts are ignored, as in a job that a shell script has put into the background:
/// the processes that are started there inherit that.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InterruptTheoryAttribute : TheoryAttribute
{
    private const string ProcessStatus = "/proc/self/status";
    private const string IgnoredSignals = "SigIgn:";

    /// <summary>SIGINT is signal 2, the second bit.</summary>
    private const ulong Interrupt = 1 << 1;

    public InterruptTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs Unix.";
        }
        else if (IsIgnored())
        {
            Skip = "Interrupts are ignored here: run the tests in the foreground.";
        }
    }

    private static bool IsIgnored() => File.Exists(ProcessStatus)
        && File.ReadLines(ProcessStatus).FirstOrDefault(line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line[IgnoredSignals.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
}
