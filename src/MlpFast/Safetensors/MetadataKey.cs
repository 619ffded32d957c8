namespace MlpFast.Safetensors;

/// <summary>The keys of a model's metadata. Their values are text: JSON arrays, but for the version and the target's name.</summary>
internal static class MetadataKey
{
    public const string Version = "mlpfast_version";
    public const string LayerSizes = "layer_sizes";
    public const string Activations = "activations";
    public const string ClassLabels = "class_labels";
    public const string FeatureMeans = "feature_means";
    public const string FeatureStandardDeviations = "feature_standard_deviations";
    public const string FeatureNames = "feature_names";
    public const string TargetName = "target_name";

    /// <summary>The version of the metadata that this library reads and writes.</summary>
    public const string CurrentVersion = "1";

    private static readonly string[] All =
        [Version, LayerSizes, Activations, ClassLabels, FeatureMeans, FeatureStandardDeviations, FeatureNames, TargetName];

    public static string Parse(ReadOnlySpan<byte> name)
    {
        int index = JsonText.IndexIn(All, name);
        return index >= 0
            ? All[index]
            : throw new ModelFormatException($"Expected one of the metadata {string.Join(", ", All)}, but got {JsonText.Quote(name)}.");
    }
}
