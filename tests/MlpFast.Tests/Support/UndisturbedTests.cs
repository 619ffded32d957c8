using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>Tests that other threads would disturb, or that would disturb them: they run one after the other, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class UndisturbedTests
{
    public const string Name = "undisturbed";
}
