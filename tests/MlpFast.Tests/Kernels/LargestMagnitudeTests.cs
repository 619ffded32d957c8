using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

public sealed class LargestMagnitudeTests
{
    private const int Longest = 70;

    public static TheoryData<string> Names => [.. AllSets.Select(kernels => kernels.Name)];

    private static IEnumerable<KernelSet> AllSets => [.. KernelSet.Supported, ScalarLane.Kernels];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_that_of_all_values_and_NaN_where_one_is(string name)
    {
        KernelSet kernels = AllSets.Single(set => string.Equals(set.Name, name, StringComparison.Ordinal));
        for (int length = 1; length <= Longest; length++)
        {
            float[] ordinary = RandomData.Normal(length, new RandomSource((ulong)length));
            for (int i = 0; i < length; i++)
            {
                foreach (float special in SpecialValues.All)
                {
                    float[] values = [.. ordinary];
                    values[i] = special;
                    float expected = values.Any(float.IsNaN) ? float.NaN : values.Max(MathF.Abs);
                    Assert.Equal(expected, kernels.LargestMagnitude(values));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_nothing_is_zero(string name) =>
        Assert.Equal(0, AllSets.Single(set => string.Equals(set.Name, name, StringComparison.Ordinal)).LargestMagnitude([]));

    /// <summary>On both sides of the length from which on the largest magnitude is looked at.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void The_first_value_that_is_not_finite_is_found(int length)
    {
        float[] values = RandomData.Normal(length, new RandomSource(1));
        Assert.Equal(-1, NonFinite.IndexIn(values));
        values[^1] = float.NegativeInfinity;
        Assert.Equal(length - 1, NonFinite.IndexIn(values));
        values[length / 2] = float.NaN;
        Assert.Equal(length / 2, NonFinite.IndexIn(values));
        values[0] = float.PositiveInfinity;
        Assert.Equal(0, NonFinite.IndexIn(values));
    }
}
