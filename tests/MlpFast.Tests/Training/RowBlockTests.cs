using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>How many samples pass through a network together.</summary>
public sealed class RowBlockTests
{
    [Fact]
    public void Training_takes_more_of_them_than_predictions_and_as_many_for_each_thread()
    {
        Assert.Equal(264, RowBlock.RowsOf(1000));
        Assert.Equal(528, RowBlock.TrainedRowsOf(1000, threads: 1));
        Assert.Equal(1056, RowBlock.TrainedRowsOf(1000, threads: 2));
    }

    [Fact]
    public void Few_of_many_floats_but_at_least_one()
    {
        Assert.Equal(16, RowBlock.RowsOf(1 << 20));
        Assert.Equal(16, RowBlock.TrainedRowsOf(1 << 20, threads: 8));
        Assert.Equal(1, RowBlock.RowsOf(1L << 40));
    }
}
