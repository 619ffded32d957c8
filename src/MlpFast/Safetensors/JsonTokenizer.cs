namespace MlpFast.Safetensors;

/// <summary>What a token of JSON is.</summary>
internal enum JsonToken
{
    None,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    PropertyName,
    String,
    Number,
}

/// <summary>
/// Splits JSON into tokens, without allocating. The literals true, false and null are refused: no model file has them. It is here because
/// the framework's reader compiles vectorized searches before it reads a byte, which takes longer than all the rest of loading a model.
/// </summary>
/// <param name="json">The text, valid UTF-8. Tokens that have been read may be changed.</param>
/// <param name="source">What the text is, for messages.</param>
internal ref struct JsonTokenizer(ReadOnlySpan<byte> json, string source)
{
    private const int MaxDepth = 3;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;
    private int _depth;

    /// <summary>A bit for each level around the current token, the innermost lowest: set for an object, not for an array.</summary>
    private int _objects;

    /// <summary>The current token; none before the first.</summary>
    public JsonToken Token { get; private set; }

    /// <summary>The index of the current token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>The bytes of the current token, of a string or name those between its quotation marks.</summary>
    public readonly ReadOnlySpan<byte> Value =>
        Token is JsonToken.String or JsonToken.PropertyName ? _json[(Start + 1)..(_position - 1)] : _json[Start.._position];

    private readonly bool InObject => (_objects & 1) != 0;

    /// <summary>Moves to the next token; false at the end of the text.</summary>
    public bool Read()
    {
        SkipWhiteSpace();
        bool isComplete = _depth == 0 && Token != JsonToken.None;
        if (isComplete)
        {
            return _position < _json.Length ? throw Invalid() : false;
        }

        bool isNamed = Token == JsonToken.PropertyName;
        if (isNamed)
        {
            ReadSeparator((byte)':');
        }
        else if (_depth > 0 && Peek() == (InObject ? '}' : ']'))
        {
            ReadEnd();
            return true;
        }
        else if (Token is not (JsonToken.None or JsonToken.StartObject or JsonToken.StartArray))
        {
            ReadSeparator((byte)',');
        }

        Start = _position;
        Token = InObject && !isNamed ? ReadName() : ReadValue();
        return true;
    }

    private void ReadSeparator(byte separator)
    {
        Require(separator);
        SkipWhiteSpace();
    }

    private JsonToken ReadName()
    {
        ReadString();
        return JsonToken.PropertyName;
    }

    private JsonToken ReadValue()
    {
        switch (Peek())
        {
            case (byte)'{':
                ReadStart(isObject: 1);
                return JsonToken.StartObject;
            case (byte)'[':
                ReadStart(isObject: 0);
                return JsonToken.StartArray;
            case (byte)'"':
                ReadString();
                return JsonToken.String;
            case (byte)'t' or (byte)'f' or (byte)'n':
                throw Unexpected("objects, arrays, strings and numbers");
            default:
                ReadNumber();
                return JsonToken.Number;
        }
    }

    private void ReadStart(int isObject)
    {
        if (_depth == MaxDepth)
        {
            throw Invalid();
        }

        _position++;
        _depth++;
        _objects = (_objects << 1) | isObject;
    }

    private void ReadEnd()
    {
        Token = InObject ? JsonToken.EndObject : JsonToken.EndArray;
        Start = _position++;
        _depth--;
        _objects >>= 1;
    }

    private void ReadString()
    {
        Require((byte)'"');
        for (byte next = Peek(); next != '"'; next = Peek())
        {
            if (next < ' ')
            {
                throw Invalid();
            }

            _position++;
            if (next == '\\')
            {
                ReadEscape();
            }
        }

        _position++;
    }

    private void ReadEscape()
    {
        byte kind = Peek();
        if (kind is not ((byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' or (byte)'u'))
        {
            throw Invalid();
        }

        _position++;
        for (int digit = 0; digit < 4 && kind == 'u'; digit++)
        {
            if (!char.IsAsciiHexDigit((char)Peek()))
            {
                throw Invalid();
            }

            _position++;
        }
    }

    private void ReadNumber()
    {
        Skip('-', '-');
        if (!Skip('0', '0'))
        {
            ReadDigits();
        }

        if (Skip('.', '.'))
        {
            ReadDigits();
        }

        if (Skip('e', 'E'))
        {
            Skip('+', '-');
            ReadDigits();
        }
    }

    private void ReadDigits()
    {
        if (!char.IsAsciiDigit((char)Peek()))
        {
            throw Invalid();
        }

        while (_position < _json.Length && char.IsAsciiDigit((char)_json[_position]))
        {
            _position++;
        }
    }

    private void SkipWhiteSpace()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _position++;
        }
    }

    /// <summary>Passes over one character if it is there, in one of two forms.</summary>
    private bool Skip(char one, char other)
    {
        bool isThere = _position < _json.Length && (_json[_position] == one || _json[_position] == other);
        if (isThere)
        {
            _position++;
        }

        return isThere;
    }

    private void Require(byte expected)
    {
        if (Peek() != expected)
        {
            throw Invalid();
        }

        _position++;
    }

    /// <summary>The next byte, which must be there.</summary>
    private readonly byte Peek() => _position < _json.Length ? _json[_position] : throw Invalid();

    private readonly ModelFormatException Invalid() => Unexpected("valid JSON");

    private readonly ModelFormatException Unexpected(string expected) => new(
        _position < _json.Length
            ? $"Expected {expected} in {source}, but got {JsonText.Quote(_json.Slice(_position, 1))} at byte {_position}."
            : $"Expected {expected} in {source}, but it ends after {_json.Length} bytes.");
}
