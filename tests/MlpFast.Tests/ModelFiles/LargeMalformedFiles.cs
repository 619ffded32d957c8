using System.Text;
using static MlpFast.Tests.ModelFiles.MalformedFile;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Malformed files of a size at which a careless loader would allocate many times as much.</summary>
internal static class LargeMalformedFiles
{
    private const int Large = 1_000_000;
    private const int MostLayers = 256;

    public static readonly MalformedFile[] Files =
    [
        WithHeader("large misspelt literal", $"{{\"0.bias\":n{new string('x', Large)}", "but got 'n' at byte 10"),
        WithHeader("large name", $"{{\"{new string('x', Large)}\":{{}}}}", $"but got '{new string('x', 40)}…'"),
        WithHeader("large escaped name", $"{{\"{Repeat("\\u0041", Large / 6)}\":{{}}}}", $"but got '{new string('A', 40)}…'"),
        WithHeader("large string not closed", $"{{\"{new string('x', Large)}", "valid JSON in the header"),
        WithHeader("many nested objects", Repeat("{\"0.bias\":", Large / 10), "to have dtype, shape, data_offsets, but got '0.bias'"),
        WithHeader("many empty tensors", $"{{{Repeat("\"0.bias\":{},", Large / 12)}", "'0.bias' to have 'dtype', but got none"),
        WithHeader("many tensors", $"{{{Repeat(Biases(0) + ",", Large / 60)}", "at most 512 tensors, but got more"),
        WithHeader("large padding without a model", $"{{}}{new string(' ', Large)}", "'mlpfast_version', but it is missing"),
        Edit("large dimension", "[2,3]", $"[{new string('9', Large)},3]", "an integer from 0 to"),
        Edit("large shape", "[2,3]", $"[2,3{Repeat(",1", Large / 2)}]", "an array of 2 integers"),
        Edit("large mean", "[0.5,", $"[0.{new string('5', Large)}e99,", "a number that fits a float"),
        Edit("many sizes", "[3,2,2]", $"[3{Repeat(",1", Large / 2)}]", "at most 256 layers, but got more"),
        Edit("many activations", "[\\\"relu\\\"", $"[\\\"relu\\\"{Repeat(",\\\"relu\\\"", Large / 9)}", "'activations' to have 2 elements"),
        Edit("many means", "[0.5,-1,2]", $"[0{Repeat(",0", Large / 2)}]", "to have 3 elements, but got 500001"),
        Edit("many labels", "[\\\"no\\\"", $"[\\\"no\\\"{Repeat(",\\\"\\\"", Large / 5)}", "to have 2 elements, but got 200002"),
        Edit("misspelt literal in a list", "[0.5", $"[n{new string('x', Large)}", "in metadata 'feature_means', but got 'n'"),
        new("large file of zeros", new byte[Large], "valid JSON in the header"),
        new("half of a large header", ModelBytes.File(2 * Large, new byte[Large], []), "header, but the file ends after 1000000"),
        CutShort("large data cut short", WideFile()),
        CutShort("many layers cut short", DeepFile()),
        NotANumber("many labels and a weight that is not a number", WideFile()),
        NotANumber("many layers and a weight that is not a number", DeepFile()),
    ];

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static string Biases(int index) => $"\"{index}.bias\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    /// <summary>A network with many outputs, all of its metadata many times as large in memory as in the file.</summary>
    private static byte[] WideFile()
    {
        const int Width = 100_000;
        var scaling = new float[Width];
        Array.Fill(scaling, 1);
        string[] names = [.. Enumerable.Range(0, Width).Select(i => i % 10 == 0 ? "\"" : "x")];
        return ModelBytes.Save(new Model(new Network(Width, new Dense(1, Activation.ReLU), new Dense(Width, Activation.Softmax)))
        {
            ClassLabels = names,
            FeatureNames = names,
            FeatureScaling = new FeatureScaling(scaling, scaling),
        });
    }

    /// <summary>A network of as many and as small layers as a file can hold.</summary>
    private static byte[] DeepFile() =>
        ModelBytes.Save(new Model(new Network(1, [.. Enumerable.Repeat(new Dense(1, Activation.Tanh), MostLayers)])));

    private static MalformedFile CutShort(string name, byte[] file) => new(name, file[..^1], "of tensor data, but the file ends after");

    private static MalformedFile NotANumber(string name, byte[] file)
    {
        file.AsSpan(^sizeof(float)..).Fill(0xFF);
        return new MalformedFile(name, file, "bias', but got NaN");
    }
}
