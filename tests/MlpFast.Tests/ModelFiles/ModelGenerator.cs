using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Random models: any shape, any finite parameters, labels and names of any Unicode text.</summary>
internal static class ModelGenerator
{
    private static readonly Gen<string> Text =
        Gen.OneOf(
            Gen.Choose(0, 0x10FFFF),
            Gen.Choose(0, 0x7F),
            Gen.Elements('"', '\\', '/', '\u2028', '\uFEFF', '\uFFFF').Select(character => (int)character))
        .Where(Rune.IsValid)
        .ListOf()
        .Select(characters => string.Concat(characters.Select(character => new Rune(character).ToString())));

    private static readonly Gen<float> Number =
        Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite);

    private static readonly Gen<Network> Networks =
        from sizes in Gen.Choose(1, 9).NonEmptyListOf()
        from activations in Gen.Elements(Activation.Identity, Activation.Sigmoid, Activation.ReLU, Activation.Tanh).ListOf(sizes.Count)
        from softmax in Gen.Elements(true, false)
        from inputs in Gen.Choose(1, 20)
        let layers = sizes.Zip(activations, (size, activation) => new Dense(size, activation)).ToArray()
        from network in Fill(new Network(inputs, softmax ? [.. layers[..^1], layers[^1] with { Activation = Activation.Softmax }] : layers))
        select network;

    public static Arbitrary<string> Texts { get; } = Arb.From(Text);

    public static Arbitrary<Model> Models { get; } = Arb.From(
        from network in Networks
        from labels in TextsOrNone(network.Outputs)
        from names in TextsOrNone(network.Inputs)
        from target in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text))
        from scaling in Gen.OneOf(Gen.Constant<FeatureScaling?>(null), Scaling(network.Inputs))
        select new Model(network) { ClassLabels = labels, FeatureNames = names, TargetName = target, FeatureScaling = scaling });

    private static Gen<Network> Fill(Network network) =>
        Number.ListOf(network.Parameters.Length).Select(parameters =>
        {
            parameters.ToArray().CopyTo(network.Parameters);
            return network;
        });

    private static Gen<IReadOnlyList<string>> TextsOrNone(int count) =>
        Gen.OneOf(Gen.Constant<IReadOnlyList<string>>([]), Text.ListOf(count).Select(texts => (IReadOnlyList<string>)[.. texts]));

    private static Gen<FeatureScaling?> Scaling(int features) =>
        from means in Number.ListOf(features)
        from deviations in Number.Select(MathF.Abs).Where(deviation => deviation > 0).ListOf(features)
        select (FeatureScaling?)new FeatureScaling(means.ToArray(), deviations.ToArray());
}
