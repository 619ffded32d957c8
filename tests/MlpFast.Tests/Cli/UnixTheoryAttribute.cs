using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>A test of what only Unix has: devices and signals that one process sends another.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs Unix.";
        }
    }
}
