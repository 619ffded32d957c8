using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The parts that threads share: together all rows, none twice.</summary>
public sealed class PartitionTests
{
    [Fact]
    public void Parts_are_adjacent_and_cover_every_row()
    {
        for (int parts = 1; parts <= 9; parts++)
        {
            for (int rows = 1; rows <= 300; rows++)
            {
                int next = 0;
                for (int part = 0; part < parts; part++)
                {
                    (int first, int count) = Partition.Part(rows, part, parts);
                    Assert.Equal(next, first);
                    Assert.InRange(count, 0, rows);
                    next += count;
                }

                Assert.Equal(rows, next);
            }
        }
    }

    [Theory]
    [InlineData(264, 2, 132)]
    [InlineData(264, 3, 88)]
    [InlineData(64, 2, 32)]
    [InlineData(7, 3, 3)]
    [InlineData(2, 3, 1)]
    public void Parts_are_nearly_equal(int rows, int parts, int largest) =>
        Assert.Equal(largest, Enumerable.Range(0, parts).Max(part => Partition.Part(rows, part, parts).Count));

    [Fact]
    public void Rows_are_shared_out_of_narrow_matrices_and_of_high_ones()
    {
        Assert.True(Share.IsOfRows(rows: 64, columns: 255, parts: 2));
        Assert.False(Share.IsOfRows(rows: 64, columns: 256, parts: 2));
        Assert.False(Share.IsOfRows(rows: 1023, columns: 256, parts: 2));
        Assert.True(Share.IsOfRows(rows: 1024, columns: 256, parts: 2));
        Assert.True(Share.IsOfRows(rows: 64, columns: 100_000, parts: 1));
    }

    [Theory]
    [InlineData(1, 520)]
    [InlineData(5, 255)]
    [InlineData(5, 256)]
    [InlineData(13, 257)]
    [InlineData(30, 10)]
    [InlineData(1030, 300)]
    public void Shares_cover_every_element_once(int rows, int columns)
    {
        for (int parts = 1; parts <= 9; parts++)
        {
            int[] covered = new int[rows * columns];
            for (int part = 0; part < parts; part++)
            {
                Region region = new Share(part, parts).Of(rows, columns);
                for (int run = 0; run < region.Runs(columns); run++)
                {
                    foreach (ref int count in covered.AsSpan()[region.Run(run, columns)])
                    {
                        count++;
                    }
                }
            }

            Assert.All(covered, count => Assert.Equal(1, count));
        }
    }
}
