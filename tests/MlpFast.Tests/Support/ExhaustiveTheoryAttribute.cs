using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>A test that tries everything and takes minutes. It runs where an environment variable asks for it; elsewhere it counts as skipped.</summary>
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
