using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

public sealed class FirstLevelCacheTests
{
    private const int IntelLeaf = 4;
    private const int FirstExtendedLeaf = unchecked((int)0x80000000);
    private const int AmdLeaf = FirstExtendedLeaf + 0x1D;

    /// <summary>Floats after which rows begin in the same set again.</summary>
    private const int Way = 1024;

    [Theory]
    [InlineData(Way)]
    [InlineData(3 * Way)]
    [InlineData(Way / 2)]
    public void It_holds_one_row_wherever_it_lies(int floatsApart) => Assert.True(FirstLevelCache.Holds(1, floatsApart));

    [Theory]
    [InlineData(Way)]
    [InlineData(3 * Way)]
    [InlineData(3 * Way / 2)]
    public void It_does_not_hold_many_rows_of_few_sets(int floatsApart) => Assert.False(FirstLevelCache.Holds(200, floatsApart));

    [Theory]
    [InlineData(Way + 16)]
    [InlineData(1)]
    [InlineData(0)]
    public void It_holds_rows_of_many_sets(int floatsApart) => Assert.True(FirstLevelCache.Holds(60, floatsApart));

    [Theory]
    [InlineData(12, 12, Way, true)]
    [InlineData(12, 13, Way, false)]
    [InlineData(8, 12, Way, false)]
    [InlineData(8, 12, Way / 2, true)]
    [InlineData(5, 12, Way / 2, false)]
    [InlineData(1, 4, Way / 4, true)]
    [InlineData(1, 5, Way / 4, false)]
    public void It_holds_as_many_rows_of_a_set_as_it_has_ways(int ways, int rows, int floatsApart, bool holds) =>
        Assert.Equal(holds, FirstLevelCache.Holds(ways, rows, floatsApart));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 5)]
    [InlineData(12, 8)]
    public void It_holds_easily_what_takes_two_thirds_of_its_ways(int ways, int easily) =>
        Assert.Equal(easily, FirstLevelCache.EasyWays(ways));

    /// <summary>An instruction cache of 8 ways, then a data cache of 12, level 1 both; the data cache of level 2 comes last.</summary>
    [Theory]
    [InlineData(IntelLeaf, 0)]
    [InlineData(AmdLeaf, FirstExtendedLeaf)]
    public void A_processor_describes_its_data_cache(int describingLeaf, int firstLeaf)
    {
        Assert.Equal(12, FirstLevelCache.WaysFrom((leaf, subleaf) => (leaf, subleaf) switch
        {
            _ when leaf == firstLeaf => (describingLeaf, 0, 0, 0),
            _ when leaf == describingLeaf => subleaf switch
            {
                0 => (0x0C000122, (7 << 22) | 63, 63, 0),
                1 => (0x0C000121, (11 << 22) | 63, 63, 0),
                2 => (0x0C000141, (15 << 22) | 63, 1023, 0),
                _ => default,
            },
            _ => default,
        }));
    }

    [Fact]
    public void A_processor_may_describe_none() => Assert.Null(FirstLevelCache.WaysFrom((_, _) => (IntelLeaf - 1, 0, 0, 0)));
}
