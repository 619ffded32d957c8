using System.Numerics;
using System.Text;

namespace MlpFast.Safetensors;

/// <summary>
/// What a header says about a tensor: which one it is, its shape, and where in the data it lies. A class for the reason that
/// <see cref="MetadataText"/> is one.
/// </summary>
internal sealed record StoredTensor(int Index, int Rows, int Columns, long Begin, long End)
{
    private static readonly string[] Fields = [FileFormat.DataType, FileFormat.Shape, FileFormat.DataOffsets];

    public string Name => ParameterTensor.NameOf(Index);

    /// <summary>Reads the description of the tensor with this index, which must have room for its shape.</summary>
    public static StoredTensor Read(int index, ref StrictJsonReader reader)
    {
        Span<long> shape = stackalloc long[ParameterTensor.IsBiasIndex(index) ? 1 : 2];
        Span<long> offsets = stackalloc long[2];
        int seen = 0;
        reader.ReadStartObject();
        while (reader.TryReadProperty())
        {
            int field = ParseField(reader.Text().Span, index);
            if (((seen >> field) & 1) != 0)
            {
                throw Malformed(index, $"one '{Fields[field]}'", "another");
            }

            seen |= 1 << field;
            ReadField(field, index, shape, offsets, ref reader);
        }

        int missing = BitOperations.TrailingZeroCount(~seen);
        if (missing < Fields.Length)
        {
            throw Malformed(index, $"'{Fields[missing]}'", "none");
        }

        var tensor = new StoredTensor(index, (int)shape[0], shape.Length == 1 ? 1 : (int)shape[1], offsets[0], offsets[1]);
        tensor.RequireLength();
        return tensor;
    }

    private static int ParseField(ReadOnlySpan<byte> name, int index)
    {
        int field = JsonText.IndexIn(Fields, name);
        return field >= 0 ? field : throw Malformed(index, string.Join(", ", Fields), JsonText.Quote(name));
    }

    private static void ReadField(
        int field, int index, scoped Span<long> shape, scoped Span<long> offsets, ref StrictJsonReader reader)
    {
        switch (Fields[field])
        {
            case FileFormat.Shape:
                reader.ReadIntegers(shape, max: Array.MaxLength);
                break;
            case FileFormat.DataOffsets:
                reader.ReadIntegers(offsets, max: long.MaxValue);
                break;
            default:
                RequireType(index, ref reader);
                break;
        }
    }

    private static void RequireType(int index, ref StrictJsonReader reader)
    {
        reader.Read();
        ReadOnlySpan<byte> type = reader.Text().Span;
        if (!Ascii.Equals(type, FileFormat.Float32))
        {
            throw Malformed(index, $"data type {FileFormat.Float32}", JsonText.Quote(type));
        }
    }

    private void RequireLength()
    {
        long elements = (long)Rows * Columns;
        if (elements > Array.MaxLength)
        {
            throw Malformed(Index, $"at most {Array.MaxLength} elements", $"{Rows} × {Columns}");
        }

        if (End - Begin != elements * sizeof(float))
        {
            throw Malformed(Index, $"{elements * sizeof(float)} bytes for {Rows} × {Columns} elements", $"offsets {Begin} to {End}");
        }
    }

    private static ModelFormatException Malformed(int index, string expected, string actual) =>
        new($"Expected tensor '{ParameterTensor.NameOf(index)}' to have {expected}, but got {actual}.");
}
