namespace MlpFast.Safetensors;

/// <summary>
/// One of a file's metadata, as a slice of its header. A class, because a dictionary of references is compiled beforehand and one of
/// <see cref="Memory{T}"/> is not: loading a model should be quick.
/// </summary>
internal sealed class MetadataText(Memory<byte> utf8)
{
    public Memory<byte> Utf8 => utf8;
}
