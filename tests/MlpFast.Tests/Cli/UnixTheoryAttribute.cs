using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>A test of what only Unix has, such as devices.</summary>
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
