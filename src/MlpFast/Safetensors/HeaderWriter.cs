using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlpFast.Safetensors;

/// <summary>Writes the header of a model file: the metadata, then the tensors in the order of the parameters.</summary>
internal static class HeaderWriter
{
    // Keeps letters of most scripts readable and quotation marks short; the default encoder escapes both as \uXXXX.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> buffer, Model model)
    {
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        WriteMetadata(json, model);
        WriteTensors(json, model.Network.Layout);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, Model model)
    {
        Network network = model.Network;
        int[] sizes = [network.Inputs, .. network.Layers.Select(layer => layer.Outputs)];
        json.WriteStartObject(FileFormat.Metadata);
        json.WriteString(MetadataKey.Version, MetadataKey.CurrentVersion);
        WriteList<int>(json, MetadataKey.LayerSizes, sizes, (list, size) => list.WriteNumberValue(size));
        WriteTexts(json, MetadataKey.Activations, network.Layers.Select(layer => ActivationName.Of(layer.Activation)));
        WriteTexts(json, MetadataKey.ClassLabels, model.ClassLabels);
        if (model.FeatureScaling is { } scaling)
        {
            WriteNumbers(json, MetadataKey.FeatureMeans, scaling.Means);
            WriteNumbers(json, MetadataKey.FeatureStandardDeviations, scaling.StandardDeviations);
        }

        WriteTexts(json, MetadataKey.FeatureNames, model.FeatureNames);
        if (model.TargetName is not null)
        {
            json.WriteString(MetadataKey.TargetName, model.TargetName);
        }

        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, ParameterLayout layout)
    {
        long begin = 0;
        for (int i = 0; i < ParameterTensor.Count(layout); i++)
        {
            ParameterTensor tensor = ParameterTensor.At(layout, i);
            long end = begin + tensor.ByteLength;
            json.WriteStartObject(tensor.Name);
            json.WriteString(FileFormat.DataType, FileFormat.Float32);
            WriteIntegers(json, FileFormat.Shape, tensor.IsBias ? [tensor.Rows] : [tensor.Rows, tensor.Columns]);
            WriteIntegers(json, FileFormat.DataOffsets, [begin, end]);
            json.WriteEndObject();
            begin = end;
        }
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, ReadOnlySpan<float> numbers) =>
        WriteList(json, key, numbers, (list, number) => list.WriteNumberValue(number));

    private static void WriteTexts(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        string[] values = [.. texts];
        if (values.Length > 0)
        {
            WriteList<string>(json, key, values, (list, text) => list.WriteStringValue(text));
        }
    }

    /// <summary>Writes a list as metadata can hold it: as text.</summary>
    private static void WriteList<T>(Utf8JsonWriter json, string key, ReadOnlySpan<T> values, Action<Utf8JsonWriter, T> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var list = new Utf8JsonWriter(text, Options))
        {
            list.WriteStartArray();
            foreach (T value in values)
            {
                write(list, value);
            }

            list.WriteEndArray();
        }

        json.WriteString(key, text.WrittenSpan);
    }
}
