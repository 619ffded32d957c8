using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>What is saved is what is loaded, to the last bit, whatever the source.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Saving_what_was_loaded_gives_the_same_bytes() =>
        Prop.ForAll(ModelGenerator.Models, model =>
        {
            byte[] saved = ModelBytes.Save(model);
            foreach (ModelSource source in Loading.Sources)
            {
                Assert.Equal(saved, ModelBytes.Save(Loading.Load(source, saved)));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Loading_gives_what_was_saved() =>
        Prop.ForAll(ModelGenerator.Models, model => AssertSame(model, Loading.Load(ModelSource.Span, ModelBytes.Save(model))))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4099)]
    public void A_stream_may_deliver_its_bytes_in_any_portions(int mostAtOnce)
    {
        // More data than one block or the first chunks hold.
        var model = new Model(new Network(100, new Dense(130, Activation.Tanh), new Dense(3, Activation.Identity)));
        byte[] saved = ModelBytes.Save(model);

        using var stream = new UnseekableStream(saved, mostAtOnce);

        AssertSame(model, Model.Load(stream));
    }

    [Fact]
    public void A_model_may_lie_at_the_end_of_a_stream_which_stays_open()
    {
        byte[] saved = ModelBytes.Save(ModelBytes.CreateModel());
        using var stream = new MemoryStream([1, 2, 3, .. saved]);
        stream.Position = 3;

        Model model = Model.Load(stream);

        AssertSame(ModelBytes.CreateModel(), model);
        Assert.Equal(stream.Length, stream.Position);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_loaded_model_predicts_the_same()
    {
        Model saved = ModelBytes.CreateModel();
        Model loaded = Loading.Load(ModelSource.Span, ModelBytes.Save(saved));
        float[] expected = new float[2];
        float[] actual = new float[2];

        saved.Network.Predict([0.1f, -0.2f, 0.3f], expected);
        loaded.Network.Predict([0.1f, -0.2f, 0.3f], actual);

        Assert.Equal(1, expected.Sum(), 1e-6f);
        Assert.Equal(expected, actual);
    }

    private static void AssertSame(Model expected, Model actual)
    {
        Assert.Equal(expected.Network.Inputs, actual.Network.Inputs);
        Assert.Equal(expected.Network.Layers, actual.Network.Layers);
        Assert.Equal(Bits(expected.Network.Parameters), Bits(actual.Network.Parameters));
        Assert.Equal(expected.ClassLabels, actual.ClassLabels);
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.TargetName, actual.TargetName);
        Assert.Equal(expected.FeatureScaling is null, actual.FeatureScaling is null);
        if (expected.FeatureScaling is not null)
        {
            Assert.Equal(Bits(expected.FeatureScaling.Means), Bits(actual.FeatureScaling!.Means));
            Assert.Equal(Bits(expected.FeatureScaling.StandardDeviations), Bits(actual.FeatureScaling.StandardDeviations));
        }
    }

    private static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
