using System.Buffers.Binary;

namespace MlpFast.Safetensors;

/// <summary>Moves a tensor between a file, [rows × columns], and a network's parameters, [columns × rows], block by block.</summary>
internal static class TensorData
{
    private const int BlockSize = 8192;

    public static void Read(SectionReader source, ParameterTensor tensor, Span<float> parameters)
    {
        Span<float> values = tensor.Values(parameters);
        Span<byte> block = stackalloc byte[BlockSize];
        var place = new TransposedPlace(tensor);
        for (long rest = tensor.ByteLength; rest > 0; rest -= block.Length)
        {
            block = block[..(int)Math.Min(block.Length, rest)];
            source.ReadExactly(block);
            for (int i = 0; i < block.Length; i += sizeof(float))
            {
                float value = BinaryPrimitives.ReadSingleLittleEndian(block[i..]);
                RequireFinite(value, tensor);
                values[place.Next()] = value;
            }
        }
    }

    public static void Write(Stream stream, ParameterTensor tensor, Span<float> parameters)
    {
        Span<float> values = tensor.Values(parameters);
        Span<byte> block = stackalloc byte[BlockSize];
        var place = new TransposedPlace(tensor);
        for (long rest = tensor.ByteLength; rest > 0; rest -= block.Length)
        {
            block = block[..(int)Math.Min(block.Length, rest)];
            for (int i = 0; i < block.Length; i += sizeof(float))
            {
                BinaryPrimitives.WriteSingleLittleEndian(block[i..], values[place.Next()]);
            }

            stream.Write(block);
        }
    }

    private static void RequireFinite(float value, ParameterTensor tensor)
    {
        if (!float.IsFinite(value))
        {
            throw new ModelFormatException($"Expected finite values in tensor '{tensor.Name}', but got {value}.");
        }
    }

    /// <summary>Walks a [rows × columns] matrix row by row and gives each element's place in its transpose.</summary>
    private struct TransposedPlace(ParameterTensor tensor)
    {
        private readonly int _rows = tensor.Rows;
        private readonly int _columns = tensor.Columns;
        private int _row;
        private int _column;

        public int Next()
        {
            int place = (_column * _rows) + _row;
            if (++_column == _columns)
            {
                _column = 0;
                _row++;
            }

            return place;
        }
    }
}
