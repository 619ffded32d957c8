using System.Text;

namespace MlpFast.Safetensors;

/// <summary>The header of a safetensors file: its tensors, and the texts of its metadata as slices of the header.</summary>
internal sealed class ModelHeader
{
    private bool _hasMetadata;

    private ModelHeader()
    {
    }

    public List<StoredTensor> Tensors { get; } = [];

    public Dictionary<string, MetadataText> Metadata { get; } = [];

    /// <summary>Reads a header, whose strings lose their escapes in place.</summary>
    public static ModelHeader Read(Memory<byte> json)
    {
        var header = new ModelHeader();
        var reader = new StrictJsonReader(json, "the header");
        reader.ReadStartObject();
        while (reader.TryReadProperty())
        {
            ReadOnlySpan<byte> name = reader.Text().Span;
            if (Ascii.Equals(name, FileFormat.Metadata))
            {
                header.ReadMetadata(ref reader);
            }
            else
            {
                header.ReadTensor(name, ref reader);
            }
        }

        reader.ReadEnd();
        return header;
    }

    private void ReadMetadata(ref StrictJsonReader reader)
    {
        if (_hasMetadata)
        {
            throw new ModelFormatException($"Expected '{FileFormat.Metadata}' once, but it is there again.");
        }

        _hasMetadata = true;
        reader.ReadStartObject();
        while (reader.TryReadProperty())
        {
            string key = MetadataKey.Parse(reader.Text().Span);
            reader.Read();
            if (!Metadata.TryAdd(key, new MetadataText(reader.Text())))
            {
                throw new ModelFormatException($"Expected metadata '{key}' once, but it is there again.");
            }
        }
    }

    private void ReadTensor(ReadOnlySpan<byte> name, ref StrictJsonReader reader)
    {
        int index = ParameterTensor.IndexOf(name);
        if (index < 0)
        {
            throw new ModelFormatException(
                $"Expected tensors '0.weight', '0.bias', '2.weight' and so on, of at most {FileFormat.MaxLayers} layers, but got "
                + $"{JsonText.Quote(name)}.");
        }

        if (Tensors.Count == 2 * FileFormat.MaxLayers)
        {
            throw new ModelFormatException($"Expected at most {2 * FileFormat.MaxLayers} tensors, but got more.");
        }

        Tensors.Add(StoredTensor.Read(index, ref reader));
    }
}
