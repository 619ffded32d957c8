namespace MlpFast.Safetensors;

/// <summary>The constants of a model file: the length of a JSON header, the header, the tensors' data.</summary>
internal static class FileFormat
{
    /// <summary>Bytes of the header's length: an unsigned little-endian integer.</summary>
    public const int LengthSize = sizeof(ulong);

    /// <summary>The header is padded with spaces so that the data begins at a multiple of this.</summary>
    public const int Alignment = 8;

    /// <summary>The limit that safetensors itself sets. It need not be lower: no more of a header is allocated than has arrived.</summary>
    public const int MaxHeaderLength = 100_000_000;

    /// <summary>Bounds the tables of layers and tensors that are allocated before a file is known to be well-formed.</summary>
    public const int MaxLayers = 256;

    /// <summary>The name in the header that is no tensor but an object of texts.</summary>
    public const string Metadata = "__metadata__";

    public const string DataType = "dtype";

    public const string Shape = "shape";

    public const string DataOffsets = "data_offsets";

    /// <summary>The one data type of a model.</summary>
    public const string Float32 = "F32";
}
