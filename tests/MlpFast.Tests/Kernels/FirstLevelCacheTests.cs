using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

public sealed class FirstLevelCacheTests
{
    private const int LineOfEverySet = 1024;

    [Fact]
    public void It_holds_a_row_wherever_it_lies() => Assert.True(FirstLevelCache.Holds(1, LineOfEverySet));

    [Theory]
    [InlineData(LineOfEverySet)]
    [InlineData(3 * LineOfEverySet)]
    public void It_does_not_hold_many_rows_of_one_set(int floatsApart) => Assert.False(FirstLevelCache.Holds(100, floatsApart));

    [Theory]
    [InlineData(LineOfEverySet + 16)]
    [InlineData(1)]
    public void It_holds_rows_of_many_sets(int floatsApart) => Assert.True(FirstLevelCache.Holds(100, floatsApart));
}
