using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>What a model accepts around its network.</summary>
public sealed class ModelTests
{
    private readonly Network _network = new(3, new Dense(2, Activation.Softmax));

    [Fact]
    public void A_model_has_no_labels_names_or_scaling_unless_given()
    {
        var model = new Model(_network);

        Assert.Same(_network, model.Network);
        Assert.Empty(model.ClassLabels);
        Assert.Empty(model.FeatureNames);
        Assert.Null(model.FeatureScaling);
        Assert.Null(model.TargetName);
    }

    [Fact]
    public void Lists_are_copied()
    {
        string[] labels = ["no", "yes"];
        var model = new Model(_network) { ClassLabels = labels };

        labels[0] = "changed";

        Assert.Equal(["no", "yes"], model.ClassLabels);
    }

    [Fact]
    public void Lists_of_another_length_are_refused()
    {
        AssertRefused("ClassLabels", "3", () => new Model(_network) { ClassLabels = ["a", "b", "c"] });
        AssertRefused("FeatureNames", "2", () => new Model(_network) { FeatureNames = ["a", "b"] });
        AssertRefused("FeatureScaling", "1", () => new Model(_network) { FeatureScaling = new FeatureScaling([0], [1]) });
    }

    [Fact]
    public void Text_with_a_lone_surrogate_is_refused()
    {
        foreach (string text in (string[])["\uD800", "a\uDC00b", "\uDC00\uD800"])
        {
            AssertRefused("ClassLabels", "a surrogate stands alone", () => new Model(_network) { ClassLabels = ["a", text] });
            AssertRefused("FeatureNames", "a surrogate stands alone", () => new Model(_network) { FeatureNames = ["a", "b", text] });
            AssertRefused("TargetName", "a surrogate stands alone", () => new Model(_network) { TargetName = text });
        }
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new Model(null!));
        Assert.Throws<ArgumentNullException>(() => new Model(_network) { ClassLabels = null! });
        Assert.Throws<ArgumentNullException>(() => new Model(_network) { ClassLabels = ["a", null!] });
        Assert.Throws<ArgumentNullException>(() => new Model(_network).Save((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => new Model(_network).Save((string)null!));
        Assert.Throws<ArgumentNullException>(() => Model.Load((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => Model.Load((string)null!));
    }

    private static void AssertRefused(string parameter, string actual, Func<Model> create)
    {
        var refusal = Assert.Throws<ArgumentException>(create);
        Assert.Equal(parameter, refusal.ParamName);
        Assert.Contains(actual, refusal.Message, StringComparison.Ordinal);
    }
}
