using MlpFast.Cli;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Which rows are held out.</summary>
public sealed class SplitTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(0.01)]
    public void Every_class_keeps_its_share_and_no_row_is_lost(double fraction)
    {
        int[] classes = [.. Enumerable.Range(0, 997).Select(row => row % 7 == 0 ? 0 : row % 3 == 0 ? 1 : 2)];
        Split split = Split.Stratified(classes, 3, fraction, seed: 1);
        Assert.Equal(Enumerable.Range(0, 997), split.Training.Concat(split.Test).Order());
        Assert.Equal(split.Training.Order(), split.Training);
        Assert.Equal(split.Test.Order(), split.Test);
        for (int i = 0; i < 3; i++)
        {
            int rows = classes.Count(label => label == i);
            Assert.InRange(split.Test.Count(row => classes[row] == i), (rows * fraction) - 1, (rows * fraction) + 1);
            Assert.Contains(split.Training, row => classes[row] == i);
        }
    }

    [Fact]
    public void The_held_out_part_as_a_whole_has_the_size_asked_for() =>
        Assert.Equal(30, Split.Stratified([.. Enumerable.Range(0, 100).Select(row => row / 2)], 50, 0.3, seed: 1).Test.Length);

    [Fact]
    public void Nothing_is_held_out_if_nothing_is_asked_for()
    {
        Split split = Split.Stratified([0, 1, 0], 2, 0, seed: 1);
        Assert.Empty(split.Test);
        Assert.Equal([0, 1, 2], split.Training);
    }

    [Fact]
    public void The_seed_decides_the_rows_and_always_the_same()
    {
        int[] classes = new int[100];
        Assert.Equal(Split.Stratified(classes, 1, 0.1, seed: 5).Test, Split.Stratified(classes, 1, 0.1, seed: 5).Test);
        Assert.NotEqual(Split.Stratified(classes, 1, 0.1, seed: 5).Test, Split.Stratified(classes, 1, 0.1, seed: 6).Test);
    }

    [Fact]
    public void Every_row_is_held_out_by_some_seed()
    {
        var held = new HashSet<int>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            held.UnionWith(Split.Stratified(new int[20], 1, 0.2, seed).Test);
        }

        Assert.Equal(20, held.Count);
    }
}
