using System.Buffers.Binary;

namespace MlpFast.Safetensors;

/// <summary>
/// Loads a model. Everything a file claims is checked before anything of its size is allocated, and each byte that has arrived is held at
/// most twice.
/// </summary>
internal static class ModelReader
{
    public static Model Read(Stream stream)
    {
        var source = new SectionReader(stream);
        ModelHeader header = ModelHeader.Read(ReadHeader(source));
        var metadata = new ModelMetadata(header.Metadata);
        TensorTable.Require(header.Tensors, metadata.Layout);
        source.ReserveLast((long)metadata.Layout.ParameterCount * sizeof(float), "tensor data");

        var network = Network.Zero(metadata.Layout.Inputs, metadata.Layers);
        foreach (StoredTensor tensor in header.Tensors)
        {
            TensorData.Read(source, ParameterTensor.At(metadata.Layout, tensor.Index), network.Parameters);
        }

        return metadata.ToModel(network);
    }

    private static byte[] ReadHeader(SectionReader source)
    {
        Span<byte> prefix = stackalloc byte[FileFormat.LengthSize];
        source.Reserve(prefix.Length, "header length");
        source.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > FileFormat.MaxHeaderLength)
        {
            throw new ModelFormatException($"Expected a header of at most {FileFormat.MaxHeaderLength} bytes, but got {length}.");
        }

        source.Reserve((long)length, "header");
        var header = new byte[length];
        source.ReadExactly(header);
        return header;
    }
}
