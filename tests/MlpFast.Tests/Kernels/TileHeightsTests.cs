using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

public sealed class TileHeightsTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    public void Tiles_cover_the_rows(int tallest)
    {
        for (int rows = 1; rows <= 10 * tallest; rows++)
        {
            Assert.All(Heights(rows, left => TileHeights.Next(left, tallest)), height => Assert.InRange(height, 1, tallest));
            Assert.All(Heights(rows, left => TileHeights.NextNarrow(left, tallest)), height => Assert.InRange(height, 1, 2 * tallest));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    public void Narrow_tiles_above_the_tallest_are_even_and_no_more_than_needed(int tallest)
    {
        for (int rows = 1; rows <= 10 * tallest; rows++)
        {
            List<int> heights = Heights(rows, left => TileHeights.NextNarrow(left, tallest));
            Assert.All(heights.Where(height => height > tallest), height => Assert.Equal(0, height % 2));
            Assert.InRange(heights.Count, 1, ((rows - 1) / (2 * tallest)) + 2); // One more where the last rows are an odd number.
        }
    }

    /// <summary>The heights, one after the other, until no row is left.</summary>
    private static List<int> Heights(int rows, Func<int, (int Height, int Count)> next)
    {
        var heights = new List<int>();
        int left = rows;
        while (left > 0)
        {
            (int height, int count) = next(left);
            Assert.InRange(count, 1, left / height);
            heights.AddRange(Enumerable.Repeat(height, count));
            left -= count * height;
        }

        Assert.Equal(0, left);
        return heights;
    }
}
