using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>The generator, against numbers computed from its specification by another program.</summary>
public sealed class RandomSourceTests
{
    [Theory]
    [InlineData(0UL, 0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL, 0x6AA594F1262D2D2CUL)]
    [InlineData(1UL, 0xB3F2AF6D0FC710C5UL, 0x853B559647364CEAUL, 0x92F89756082A4514UL, 0x642E1C7BC266A3A7UL)]
    [InlineData(ulong.MaxValue, 0x8F5520D52A7EAD08UL, 0xC476A018CAA1802DUL, 0x81DE31C0D260469EUL, 0xBF658D7E065F3C2FUL)]
    public void It_is_xoshiro256_seeded_by_splitmix64(ulong seed, ulong first, ulong second, ulong third, ulong fourth)
    {
        var random = new RandomSource(seed);
        Assert.Equal([first, second, third, fourth], Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void Whole_numbers_below_a_bound()
    {
        var random = new RandomSource(7);
        Assert.Equal([7, 2, 8, 9, 9, 8, 0, 1, 4, 1], Enumerable.Range(0, 10).Select(_ => random.Next(10)));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, random.Next(1)));
    }

    [Fact]
    public void Whole_numbers_are_uniform()
    {
        // 30,000 draws of 3: 10,000 each, with a standard deviation of 82.
        var random = new RandomSource(1);
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++)
        {
            counts[random.Next(3)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_590, 10_410));
    }

    [Fact]
    public void A_shuffle_is_a_permutation_that_a_seed_determines()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        new RandomSource(7).Shuffle(items, 10);
        Assert.Equal([7, 3, 8, 9, 1, 4, 6, 0, 2, 5], items);
    }

    [Fact]
    public void A_shuffle_that_stops_early_has_drawn_the_same_items()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        new RandomSource(7).Shuffle(items, 4);
        Assert.Equal([7, 3, 8, 9], items[..4]);
        Assert.Equal(Enumerable.Range(0, 10), items.Order());
    }
}
