using static MlpFast.Tests.ModelFiles.MalformedFile;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Files malformed in the metadata: architecture, labels, scaling, names.</summary>
internal static class MalformedMetadata
{
    private const string Version = "\"mlpfast_version\":\"1\",";
    private const string Sizes = "\"layer_sizes\":\"[3,2,2]\"";

    public static readonly MalformedFile[] Files =
    [
        WithHeader("no metadata", "{" + ModelBytes.TensorsHeader, "'mlpfast_version', but it is missing"),
        WithHeader("empty metadata", "{\"__metadata__\":{}," + ModelBytes.TensorsHeader, "'mlpfast_version', but it is missing"),
        WithHeader("metadata is an array", "{\"__metadata__\":[]," + ModelBytes.TensorsHeader, "an object in the header, but got '['"),
        WithHeader("metadata is text", "{\"__metadata__\":\"\"," + ModelBytes.TensorsHeader, "an object in the header, but got ''"),
        Edit("metadata twice", "\"2.bias\"", "\"__metadata__\":{},\"2.bias\"", "'__metadata__' once, but it is there again"),
        Edit("a key twice", Version, Version + Version, "'mlpfast_version' once, but it is there again"),
        Edit("a key twice, escaped", Version, Version + "\"mlpfast\\u005fversion\":\"1\",", "'mlpfast_version' once"),
        Edit("unknown key", Version, Version + "\"licence\":\"MIT\",", "but got 'licence'"),
        Edit("empty key", Version, Version + "\"\":\"\",", "but got ''"),
        Edit("key with control characters", Version, Version + "\"\\u001b[2J\":\"\",", "but got '\uFFFD[2J'"),
        Edit("value is a number", Version, "\"mlpfast_version\":1,", "a string in the header, but got '1'"),
        Edit("value is an array", Sizes, "\"layer_sizes\":[3,2,2]", "a string in the header, but got '['"),
        Edit("value is an object", Sizes, "\"layer_sizes\":{}", "a string in the header, but got '{'"),
        Edit("value is null", "\"answer\"", "null", "but got 'n'"),
        Edit("no version", Version, "", "'mlpfast_version', but it is missing"),
        Edit("later version", Version, "\"mlpfast_version\":\"2\",", "'mlpfast_version' to be 1, but got '2'"),

        WithMetadata("no sizes", "layer_sizes", null, "'layer_sizes', but it is missing"),
        WithMetadata("empty sizes", "layer_sizes", "[]", "at least 1 layer, but got 0 sizes"),
        WithMetadata("inputs alone", "layer_sizes", "[3]", "at least 1 layer, but got 1 sizes"),
        WithMetadata("sizes are an object", "layer_sizes", "{}", "an array in metadata 'layer_sizes', but got '{'"),
        WithMetadata("sizes are empty text", "layer_sizes", "", "valid JSON in metadata 'layer_sizes'"),
        WithMetadata("sizes not closed", "layer_sizes", "[3,2,2", "valid JSON in metadata 'layer_sizes'"),
        WithMetadata("rubbish after the sizes", "layer_sizes", "[3,2,2]]", "valid JSON in metadata 'layer_sizes'"),
        WithMetadata("size is a literal", "layer_sizes", "[3,true,2]", "in metadata 'layer_sizes', but got 't'"),
        WithMetadata("size is text", "layer_sizes", """[3,"2",2]""", "an integer in metadata 'layer_sizes'"),
        WithMetadata("no inputs", "layer_sizes", "[0,2,2]", "the architecture of a network"),
        WithMetadata("layer of no outputs", "layer_sizes", "[3,0,2]", "the architecture of a network"),
        WithMetadata("negative size", "layer_sizes", "[3,-2,2]", "but got '-2'"),
        WithMetadata("fractional size", "layer_sizes", "[3,2.5,2]", "but got '2.5'"),
        WithMetadata("size beyond 32 bits", "layer_sizes", "[3,4294967298,2]", "but got '4294967298'"),
        WithMetadata("sizes whose product overflows", "layer_sizes", "[3,2147483591,2147483591]", "the architecture of a network"),
        WithMetadata("layer without tensors", "layer_sizes", "[3,2,2,2]", "'activations' to have 3 elements, but got 2"),
        WithMetadata("sizes unlike the tensors", "layer_sizes", "[3,4,2]", "'0.weight' of 4 × 3 elements, but got 2 × 3"),
        WithMetadata("nested sizes", "layer_sizes", "[[3,2,2]]", "an integer in metadata 'layer_sizes', but got '['"),

        WithMetadata("no activations", "activations", null, "'activations', but it is missing"),
        WithMetadata("too few activations", "activations", """["relu"]""", "to have 2 elements, but got 1"),
        WithMetadata("too many activations", "activations", """["relu","relu","relu"]""", "to have 2 elements, but got 3"),
        WithMetadata("rubbish after the activations", "activations", """["relu","softmax"]0""", "valid JSON in metadata 'activations'"),
        WithMetadata("unknown activation", "activations", """["relu","gelu"]""", "but got 'gelu'"),
        WithMetadata("activation in capitals", "activations", """["ReLU","softmax"]""", "but got 'ReLU'"),
        WithMetadata("activation is a number", "activations", "[2,4]", "a string in metadata 'activations', but got '2'"),
        WithMetadata("softmax before the last layer", "activations", """["softmax","relu"]""", "the architecture of a network"),

        WithMetadata("too few labels", "class_labels", """["no"]""", "'class_labels' to have 2 elements, but got 1"),
        WithMetadata("too many labels", "class_labels", """["a","b","c"]""", "to have 2 elements, but got 3"),
        WithMetadata("no label", "class_labels", "[]", "'class_labels' to have 2 elements, but got 0"),
        WithMetadata("label is a number", "class_labels", "[0,1]", "a string in metadata 'class_labels', but got '0'"),
        WithMetadata("label is null", "class_labels", """[null,""]""", "in metadata 'class_labels', but got 'n'"),
        WithMetadata("label is an array", "class_labels", "[[],[]]", "a string in metadata 'class_labels', but got '['"),
        WithMetadata("label with a lone surrogate", "class_labels", """["\ud800",""]""", "a surrogate stands alone"),
        WithMetadata("label with a bad escape", "class_labels", """["\x",""]""", "valid JSON in metadata 'class_labels'"),
        WithMetadata("rubbish after the labels", "class_labels", """["no","yes"]"" """, "valid JSON in metadata 'class_labels'"),
        WithMetadata("labels are not JSON", "class_labels", "no,yes", "but got 'n'"),

        WithMetadata("too few feature names", "feature_names", """["a","b"]""", "'feature_names' to have 3 elements, but got 2"),
        WithMetadata("rubbish after the feature names", "feature_names", """["a","b","c"][]""", "valid JSON in metadata 'feature_names'"),
        WithMetadata("feature name is a number", "feature_names", "[1,2,3]", "a string in metadata 'feature_names', but got '1'"),

        WithMetadata("means alone", "feature_standard_deviations", null, "'feature_standard_deviations', but it is missing"),
        WithMetadata("standard deviations alone", "feature_means", null, "'feature_means', but it is missing"),
        WithMetadata("too few means", "feature_means", "[0.5,-1]", "'feature_means' to have 3 elements, but got 2"),
        WithMetadata("too many means", "feature_means", "[0.5,-1,2,3]", "'feature_means' to have 3 elements, but got 4"),
        WithMetadata("too few standard deviations", "feature_standard_deviations", "[1]", "to have 3 elements, but got 1"),
        WithMetadata("rubbish after the means", "feature_means", "[0.5,-1,2]0", "valid JSON in metadata 'feature_means'"),
        WithMetadata("rubbish after the standard deviations", "feature_standard_deviations", "[1,0.25,3],", "valid JSON in metadata"),
        WithMetadata("mean is text", "feature_means", """["0.5",-1,2]""", "a number in metadata 'feature_means', but got '0.5'"),
        WithMetadata("mean is NaN", "feature_means", "[NaN,-1,2]", "valid JSON in metadata 'feature_means'"),
        WithMetadata("mean beyond a float", "feature_means", "[1e39,-1,2]", "a number that fits a float in metadata 'feature_means'"),
        WithMetadata("mean beyond a double", "feature_means", "[-1e999,-1,2]", "but got '-1e999'"),
        WithMetadata("standard deviation of 0", "feature_standard_deviations", "[1,0,3]", "above 0, but element 1 is 0"),
        WithMetadata("standard deviation that rounds to 0", "feature_standard_deviations", "[1,1e-60,3]", "above 0, but element 1 is 0"),
        WithMetadata("negative standard deviation", "feature_standard_deviations", "[1,-2,3]", "above 0, but element 1 is -2"),
    ];
}
