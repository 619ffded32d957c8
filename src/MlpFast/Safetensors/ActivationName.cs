namespace MlpFast.Safetensors;

/// <summary>The names of activations in model files.</summary>
internal static class ActivationName
{
    // In the order of the enumeration.
    private static readonly string[] All = ["identity", "sigmoid", "relu", "tanh", "softmax"];

    public static string Of(Activation activation) => All[(int)activation];

    public static Activation Parse(ReadOnlySpan<byte> name)
    {
        int index = JsonText.IndexIn(All, name);
        return index >= 0
            ? (Activation)index
            : throw new ModelFormatException($"Expected one of the activations {string.Join(", ", All)}, but got {JsonText.Quote(name)}.");
    }
}
