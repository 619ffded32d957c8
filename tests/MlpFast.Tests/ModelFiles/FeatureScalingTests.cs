using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Standardization is computed in double precision, exactly as its definition says.</summary>
public sealed class FeatureScalingTests
{
    [Fact]
    public void Statistics_are_the_mean_and_the_population_standard_deviation()
    {
        FeatureScaling scaling = FeatureScaling.Fit([1, 10, 2, 10, 3, 10, 6, 10], features: 2);

        Assert.Equal([3, 10], scaling.Means);
        Assert.Equal([MathF.Sqrt(3.5f), 1], scaling.StandardDeviations);
    }

    [Fact]
    public void Statistics_keep_their_precision_far_from_zero()
    {
        // In float32, or from the difference of squares, the deviation of 1 would drown in the mean.
        FeatureScaling scaling = FeatureScaling.Fit([10_000_001, 10_000_003, 10_000_001, 10_000_003], features: 1);

        Assert.Equal([10_000_002], scaling.Means);
        Assert.Equal([1], scaling.StandardDeviations);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(-3.4028235e38f)]
    [InlineData(1e-45f)]
    public void A_constant_feature_scales_to_zero(float value)
    {
        float[] samples = [.. Enumerable.Repeat(value, 1797)];

        FeatureScaling scaling = FeatureScaling.Fit(samples, features: 1);
        scaling.Apply(samples, samples);

        Assert.Equal([1], scaling.StandardDeviations);
        Assert.All(samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void The_widest_and_the_narrowest_spread_have_a_scaling()
    {
        FeatureScaling scaling = FeatureScaling.Fit([float.MinValue, 0, float.MaxValue, float.Epsilon], features: 2);

        Assert.Equal([0, 0], scaling.Means);
        Assert.Equal([float.MaxValue, 1], scaling.StandardDeviations);
    }

    [Fact]
    public void Fit_and_apply_agree_with_the_definition_in_double_precision() =>
        Prop.ForAll(Arb.From(Samples), sample =>
        {
            (float[] samples, int features) = sample;
            FeatureScaling scaling = FeatureScaling.Fit(samples, features);
            var scaled = new float[samples.Length];
            scaling.Apply(samples, scaled);

            for (int feature = 0; feature < features; feature++)
            {
                double[] column = [.. samples.Where((_, i) => i % features == feature).Select(value => (double)value)];
                double mean = column.Sum() / column.Length;
                double deviation = Math.Sqrt(column.Sum(value => (value - mean) * (value - mean)) / column.Length);
                Assert.Equal((float)mean, scaling.Means[feature]);
                Assert.Equal(deviation == 0 ? 1 : (float)deviation, scaling.StandardDeviations[feature]);
            }

            for (int i = 0; i < samples.Length; i++)
            {
                Assert.Equal((samples[i] - scaling.Means[i % features]) / scaling.StandardDeviations[i % features], scaled[i]);
            }

            scaling.Apply(samples, samples);
            Assert.Equal(scaled, samples);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Statistics_are_copied()
    {
        float[] means = [1];
        float[] deviations = [2];
        var scaling = new FeatureScaling(means, deviations);

        means[0] = deviations[0] = 9;

        Assert.Equal([1], scaling.Means);
        Assert.Equal([2], scaling.StandardDeviations);
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        var scaling = new FeatureScaling([1, 2, 3], [4, 5, 6]);
        float[] samples = new float[300];
        scaling.Apply(samples, samples);

        long before = GC.GetAllocatedBytesForCurrentThread();
        scaling.Apply(samples, samples);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_was_expected_and_found()
    {
        AssertRefused("means", "at least 1 mean, but got 0", () => new FeatureScaling([], []));
        AssertRefused("standardDeviations", "2 elements, but got 1", () => new FeatureScaling([1, 2], [1]));
        AssertRefused("means", "element 1 is NaN", () => new FeatureScaling([1, float.NaN], [1, 1]));
        AssertRefused("standardDeviations", "element 1 is ", () => new FeatureScaling([1, 2], [1, float.PositiveInfinity]));
        AssertRefused("standardDeviations", "element 0 is 0", () => new FeatureScaling([1, 2], [0, 1]));
        AssertRefused("standardDeviations", "element 1 is -1", () => new FeatureScaling([1, 2], [1, -1]));
        AssertRefused("samples", "at least 1 sample, but got 0", () => FeatureScaling.Fit([], 3));
        AssertRefused("samples", "a multiple of 3 elements, but got 4", () => FeatureScaling.Fit([1, 2, 3, 4], 3));
        AssertRefused("samples", "element 3 is NaN", () => FeatureScaling.Fit([1, 2, 3, float.NaN], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureScaling.Fit([1], 0));
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused_untouched()
    {
        var scaling = new FeatureScaling([1, 2], [3, 4]);
        float[] samples = [1, 2, 3, 4, 5, 6];

        AssertRefused("samples", "a multiple of 2 elements, but got 3", () => scaling.Apply(samples.AsSpan(0, 3), samples.AsSpan(0, 3)));
        AssertRefused("destination", "4 elements, but got 2", () => scaling.Apply(samples.AsSpan(0, 4), samples.AsSpan(4, 2)));
        AssertRefused("destination", "2 elements apart", () => scaling.Apply(samples.AsSpan(0, 4), samples.AsSpan(2, 4)));
        AssertRefused("destination", "-2 elements apart", () => scaling.Apply(samples.AsSpan(2, 4), samples.AsSpan(0, 4)));

        Assert.Equal([1, 2, 3, 4, 5, 6], samples);
    }

    private static Gen<(float[] Samples, int Features)> Samples =>
        from features in Gen.Choose(1, 20)
        from count in Gen.Choose(1, 50)
        from values in Gen.Choose(-1_000_000, 1_000_000).ListOf(features * count)
        select (values.Select(value => value / 997f).ToArray(), features);

    private static void AssertRefused(string parameter, string reason, Func<FeatureScaling> create) =>
        AssertRefused(parameter, reason, () => { _ = create(); });

    private static void AssertRefused(string parameter, string reason, Action action)
    {
        var refusal = Assert.Throws<ArgumentException>(action);
        Assert.Equal(parameter, refusal.ParamName);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
