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
    [InlineData(264, 3, 96)]
    [InlineData(7, 3, 3)]
    [InlineData(2, 3, 1)]
    public void Parts_are_nearly_equal(int rows, int parts, int largest) =>
        Assert.Equal(largest, Enumerable.Range(0, parts).Max(part => Partition.Part(rows, part, parts).Count));
}
