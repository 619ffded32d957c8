using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace MlpFast.Safetensors;

/// <summary>
/// Reads JSON of objects, arrays, strings and numbers, allocating nothing that grows with it: each step says what it expects, and
/// anything else is a <see cref="ModelFormatException"/> that names both.
/// </summary>
internal ref struct StrictJsonReader
{
    private readonly Memory<byte> _json;
    private readonly string _source;
    private JsonTokenizer _tokens;

    /// <param name="json">The text; <see cref="Text"/> changes it in place.</param>
    /// <param name="source">What the text is, for messages.</param>
    public StrictJsonReader(Memory<byte> json, string source)
    {
        _json = json;
        _source = source;
        RequireUtf8(json.Span, source);
        _tokens = new JsonTokenizer(json.Span, source);
    }

    /// <summary>Moves to the next token, which must be there.</summary>
    public void Read()
    {
        if (!_tokens.Read())
        {
            throw new ModelFormatException($"Expected more in {_source}, but it ends after {_json.Length} bytes.");
        }
    }

    public void ReadStartObject() => Read(JsonToken.StartObject, "an object");

    public void ReadStartArray() => Read(JsonToken.StartArray, "an array");

    /// <summary>Moves to the next property's name; false at the end of the object.</summary>
    public bool TryReadProperty()
    {
        Read();
        return _tokens.Token != JsonToken.EndObject;
    }

    /// <summary>Moves to the next element of an array; false at its end.</summary>
    public bool TryReadElement()
    {
        Read();
        return _tokens.Token != JsonToken.EndArray;
    }

    /// <summary>Makes sure that nothing but white space follows.</summary>
    public void ReadEnd()
    {
        if (_tokens.Read())
        {
            throw Unexpected("the end");
        }
    }

    /// <summary>The text of a string or property name, its escapes replaced in place.</summary>
    public readonly Memory<byte> Text()
    {
        if (_tokens.Token != JsonToken.PropertyName)
        {
            Require(JsonToken.String, "a string");
        }

        Memory<byte> text = _json.Slice(_tokens.Start + 1, _tokens.Value.Length);
        int length = JsonText.Unescape(text.Span);
        return length >= 0 ? text[..length] : throw LoneSurrogate();
    }

    /// <summary>Makes sure that the token is a string that <see cref="String"/> can return.</summary>
    public readonly void RequireString()
    {
        Require(JsonToken.String, "a string");
        if (!JsonText.IsWellFormed(_tokens.Value))
        {
            throw LoneSurrogate();
        }
    }

    public readonly string String() => Encoding.UTF8.GetString(Text().Span);

    /// <summary>An integer from 0 to the given one.</summary>
    public readonly long Integer(long max)
    {
        Require(JsonToken.Number, "an integer");
        bool isWhole = Utf8Parser.TryParse(_tokens.Value, out ulong value, out int length) && length == _tokens.Value.Length;
        return isWhole && value <= (ulong)max ? (long)value : throw Unexpected($"an integer from 0 to {max}");
    }

    public readonly float Number()
    {
        Require(JsonToken.Number, "a number");
        return Utf8Parser.TryParse(_tokens.Value, out float value, out _) && float.IsFinite(value)
            ? value
            : throw Unexpected("a number that fits a float");
    }

    /// <summary>Reads an array of exactly as many integers as the destination holds.</summary>
    public void ReadIntegers(scoped Span<long> destination, long max)
    {
        ReadStartArray();
        int count = 0;
        for (; TryReadElement(); count++)
        {
            if (count == destination.Length)
            {
                throw Unexpected($"an array of {destination.Length} integers");
            }

            destination[count] = Integer(max);
        }

        if (count < destination.Length)
        {
            throw Unexpected($"an array of {destination.Length} integers");
        }
    }

    private void Read(JsonToken type, string expected)
    {
        Read();
        Require(type, expected);
    }

    private readonly void Require(JsonToken type, string expected)
    {
        if (_tokens.Token != type)
        {
            throw Unexpected(expected);
        }
    }

    private readonly ModelFormatException Unexpected(string expected) =>
        new($"Expected {expected} in {_source}, but got {JsonText.Quote(_tokens.Value)} at byte {_tokens.Start}.");

    private readonly ModelFormatException LoneSurrogate() =>
        new($"Expected well-formed Unicode in {_source}, but a surrogate stands alone in the string at byte {_tokens.Start}.");

    private static void RequireUtf8(ReadOnlySpan<byte> json, string source)
    {
        if (!Utf8.IsValid(json))
        {
            throw new ModelFormatException($"Expected UTF-8 in {source}, but its bytes are not valid.");
        }
    }
}
