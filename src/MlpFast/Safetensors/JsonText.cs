using System.Buffers;
using System.Globalization;
using System.Text;

namespace MlpFast.Safetensors;

/// <summary>
/// The text in JSON strings, handled as bytes. Expects strings that <see cref="JsonTokenizer"/> has accepted: their
/// escapes are complete, but an escaped surrogate may stand alone.
/// </summary>
internal static class JsonText
{
    private const int UnicodeEscapeLength = 6;
    private const int MaxQuotedBytes = 40;

    /// <summary>Replaces the escapes in place. Returns the length of the text, or −1 if a surrogate stands alone.</summary>
    public static int Unescape(Span<byte> text)
    {
        int length = 0;
        int position = 0;
        while (position < text.Length)
        {
            if (text[position] != (byte)'\\')
            {
                text[length++] = text[position++];
            }
            else if (TryDecodeEscape(text[position..], out Rune rune, out int consumed))
            {
                // No escape is shorter than the UTF-8 of its character, so nothing unread is overwritten.
                length += rune.EncodeToUtf8(text[length..]);
                position += consumed;
            }
            else
            {
                return -1;
            }
        }

        return length;
    }

    /// <summary>Whether every escaped surrogate is one of a pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        for (int next = text.IndexOf((byte)'\\'); next >= 0; next = text.IndexOf((byte)'\\'))
        {
            if (!TryDecodeEscape(text[next..], out _, out int consumed))
            {
                return false;
            }

            text = text[(next + consumed)..];
        }

        return true;
    }

    /// <summary>Whether every surrogate is one of a pair.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }

    /// <summary>Index of the name that the text is, or −1.</summary>
    public static int IndexIn(string[] names, ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (Ascii.Equals(text, names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The text for a message: short, and without control characters.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        string start = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxQuotedBytes)]);
        string printable = string.Concat(start.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return text.Length > MaxQuotedBytes ? $"'{printable}…'" : $"'{printable}'";
    }

    private static bool TryDecodeEscape(ReadOnlySpan<byte> text, out Rune rune, out int consumed)
    {
        if (text[1] == (byte)'u')
        {
            return TryDecodeUnicodeEscape(text, out rune, out consumed);
        }

        consumed = 2;
        rune = new Rune(text[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            byte itself => (char)itself,
        });
        return true;
    }

    private static bool TryDecodeUnicodeEscape(ReadOnlySpan<byte> text, out Rune rune, out int consumed)
    {
        char first = CodeUnit(text);
        consumed = UnicodeEscapeLength;
        if (Rune.TryCreate(first, out rune))
        {
            return true;
        }

        ReadOnlySpan<byte> next = text[UnicodeEscapeLength..];
        consumed += UnicodeEscapeLength;
        return next.StartsWith("\\u"u8) && Rune.TryCreate(first, CodeUnit(next), out rune);
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
