using System.Buffers;
using System.Buffers.Binary;

namespace MlpFast.Safetensors;

/// <summary>Saves a model: the header, whose making shows whether the model can be saved at all, then the data.</summary>
internal static class ModelWriter
{
    /// <summary>Everything before the data: the header's length, the header, its padding.</summary>
    public static byte[] CreateHeader(Model model)
    {
        RequireStorable(model.Network);
        var json = new ArrayBufferWriter<byte>();
        HeaderWriter.Write(json, model);
        int length = (json.WrittenCount + FileFormat.Alignment - 1) / FileFormat.Alignment * FileFormat.Alignment;
        if (length > FileFormat.MaxHeaderLength)
        {
            throw new NotSupportedException(
                $"Expected labels and names that fit a header of {FileFormat.MaxHeaderLength} bytes, but they need {length}.");
        }

        var header = new byte[FileFormat.LengthSize + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        json.WrittenSpan.CopyTo(header.AsSpan(FileFormat.LengthSize));
        header.AsSpan(FileFormat.LengthSize + json.WrittenCount).Fill((byte)' ');
        return header;
    }

    public static void Write(Stream stream, byte[] header, Network network)
    {
        stream.Write(header);
        for (int i = 0; i < ParameterTensor.Count(network.Layout); i++)
        {
            TensorData.Write(stream, ParameterTensor.At(network.Layout, i), network.Parameters);
        }
    }

    private static void RequireStorable(Network network)
    {
        if (network.Layers.Count > FileFormat.MaxLayers)
        {
            throw new NotSupportedException($"Expected at most {FileFormat.MaxLayers} layers in a file, but got {network.Layers.Count}.");
        }

        int index = NonFinite.IndexIn(network.Parameters);
        if (index >= 0)
        {
            throw new InvalidOperationException(
                $"Expected finite parameters to save, but parameter {index} is {network.Parameters[index]}.");
        }
    }
}
