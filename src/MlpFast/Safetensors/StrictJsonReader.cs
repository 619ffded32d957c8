using System.Text.Json;
using System.Text.Unicode;

namespace MlpFast.Safetensors;

/// <summary>
/// Reads JSON of objects, arrays, strings and numbers, allocating nothing that grows with it: each step says what it expects, and
/// anything else is a <see cref="ModelFormatException"/> that names both.
/// </summary>
internal ref struct StrictJsonReader
{
    private const int MaxDepth = 3;

    private readonly Memory<byte> _json;
    private readonly string _source;
    private Utf8JsonReader _reader;

    /// <param name="json">The text; <see cref="Text"/> changes it in place.</param>
    /// <param name="source">What the text is, for messages.</param>
    public StrictJsonReader(Memory<byte> json, string source)
    {
        _json = json;
        _source = source;
        RequireUtf8(json.Span, source);
        RequireNoLiteral(json.Span, source);
        _reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Moves to the next token, which must be there.</summary>
    public void Read()
    {
        if (!TryRead())
        {
            throw new ModelFormatException($"Expected more in {_source}, but it ends after {_json.Length} bytes.");
        }
    }

    public void ReadStartObject() => Read(JsonTokenType.StartObject, "an object");

    public void ReadStartArray() => Read(JsonTokenType.StartArray, "an array");

    /// <summary>Moves to the next property's name; false at the end of the object.</summary>
    public bool TryReadProperty()
    {
        Read();
        return _reader.TokenType != JsonTokenType.EndObject;
    }

    /// <summary>Moves to the next element of an array; false at its end.</summary>
    public bool TryReadElement()
    {
        Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Makes sure that nothing but white space follows.</summary>
    public void ReadEnd()
    {
        if (TryRead())
        {
            throw Unexpected("the end");
        }
    }

    /// <summary>The text of a string or property name, its escapes replaced in place.</summary>
    public readonly Memory<byte> Text()
    {
        if (_reader.TokenType != JsonTokenType.PropertyName)
        {
            Require(JsonTokenType.String, "a string");
        }

        Memory<byte> text = _json.Slice((int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length);
        int length = JsonText.Unescape(text.Span);
        return length >= 0 ? text[..length] : throw LoneSurrogate();
    }

    /// <summary>Makes sure that the token is a string that <see cref="String"/> can return.</summary>
    public readonly void RequireString()
    {
        Require(JsonTokenType.String, "a string");
        if (!JsonText.IsWellFormed(_reader.ValueSpan))
        {
            throw LoneSurrogate();
        }
    }

    public readonly string String() => _reader.GetString()!;

    /// <summary>An integer from 0 to the given one.</summary>
    public readonly long Integer(long max)
    {
        Require(JsonTokenType.Number, "an integer");
        return _reader.TryGetUInt64(out ulong value) && value <= (ulong)max ? (long)value : throw Unexpected($"an integer from 0 to {max}");
    }

    public readonly float Number()
    {
        Require(JsonTokenType.Number, "a number");
        return _reader.TryGetSingle(out float value) && float.IsFinite(value) ? value : throw Unexpected("a number that fits a float");
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

    private void Read(JsonTokenType type, string expected)
    {
        Read();
        Require(type, expected);
    }

    private bool TryRead()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"Expected valid JSON in {_source}, but: {exception.Message}", exception);
        }
    }

    private readonly void Require(JsonTokenType type, string expected)
    {
        if (_reader.TokenType != type)
        {
            throw Unexpected(expected);
        }
    }

    private readonly ModelFormatException Unexpected(string expected) =>
        new($"Expected {expected} in {_source}, but got {JsonText.Quote(_reader.ValueSpan)} at byte {_reader.TokenStartIndex}.");

    private readonly ModelFormatException LoneSurrogate() =>
        new($"Expected well-formed Unicode in {_source}, but a surrogate stands alone in the string at byte {_reader.TokenStartIndex}.");

    private static void RequireUtf8(ReadOnlySpan<byte> json, string source)
    {
        if (!Utf8.IsValid(json))
        {
            throw new ModelFormatException($"Expected UTF-8 in {source}, but its bytes are not valid.");
        }
    }

    // The framework's reader would quote all that follows a misspelt literal in its message: several times the size of the file.
    private static void RequireNoLiteral(ReadOnlySpan<byte> json, string source)
    {
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == (byte)'"')
            {
                inString = !inString;
            }
            else if (inString && json[i] == (byte)'\\')
            {
                i++;
            }
            else if (!inString && json[i] is (byte)'t' or (byte)'f' or (byte)'n')
            {
                throw new ModelFormatException(
                    $"Expected objects, arrays, strings and numbers in {source}, but got '{(char)json[i]}' at byte {i}.");
            }
        }
    }
}
