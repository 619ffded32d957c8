using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>A test that tries everything, for minutes. It runs if an environment variable says so; otherwise it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExhaustiveTheoryAttribute : TheoryAttribute
{
    private const string Variable = "MLPFAST_EXHAUSTIVE";

    public ExhaustiveTheoryAttribute()
    {
        if (!string.Equals(Environment.GetEnvironmentVariable(Variable), "1", StringComparison.Ordinal))
        {
            Skip = $"Takes minutes: set {Variable}=1 to run it.";
        }
    }
}
