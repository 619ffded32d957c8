using System.Text;
using System.Text.Json.Nodes;

namespace MlpFast.Tests.ModelFiles;

/// <summary>A file that must be refused, and a part of the message that says why.</summary>
internal sealed record MalformedFile(string Name, byte[] Bytes, string Reason)
{
    /// <summary>The well-formed file with one piece of its header replaced.</summary>
    public static MalformedFile Edit(string name, string piece, string replacement, string reason)
    {
        string[] parts = ModelBytes.Header.Split(piece);
        return parts.Length == 2
            ? WithHeader(name, string.Join(replacement, parts), reason)
            : throw new ArgumentException($"Expected {piece} once in the header, but it is there {parts.Length - 1} times.", nameof(piece));
    }

    /// <summary>The well-formed file with a text of its metadata replaced, or removed.</summary>
    public static MalformedFile WithMetadata(string name, string key, string? text, string reason)
    {
        JsonNode header = JsonNode.Parse(ModelBytes.Header)!;
        JsonObject metadata = header["__metadata__"]!.AsObject();
        metadata.Remove(key);
        if (text is not null)
        {
            metadata.Add(key, text);
        }

        return WithHeader(name, header.ToJsonString(), reason);
    }

    /// <summary>The data of the well-formed file behind another header.</summary>
    public static MalformedFile WithHeader(string name, string header, string reason) =>
        WithHeader(name, Encoding.UTF8.GetBytes(header), reason);

    /// <inheritdoc cref="WithHeader(string, string, string)"/>
    public static MalformedFile WithHeader(string name, ReadOnlySpan<byte> header, string reason) =>
        new(name, ModelBytes.File(header, ModelBytes.Data()), reason);
}
