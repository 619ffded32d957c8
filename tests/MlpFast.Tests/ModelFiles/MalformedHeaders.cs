using System.Text;
using static MlpFast.Tests.ModelFiles.MalformedFile;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Files malformed in the header's length, bytes or JSON.</summary>
internal static class MalformedHeaders
{
    public static readonly MalformedFile[] Files =
    [
        new("empty file", [], "8 bytes of header length, but the file ends after 0"),
        new("length cut short", [1, 0, 0, 0, 0, 0, 0], "8 bytes of header length, but the file ends after 7"),
        new("length alone", ModelBytes.File(100, [], []), "100 bytes of header, but the file ends after 0"),
        new("header beyond the file", ModelBytes.File(1000, "{}"u8, []), "1000 bytes of header, but the file ends after 2"),
        new("header as long as the limit", ModelBytes.File(100_000_000, "{}"u8, []), "100000000 bytes of header, but the file ends"),
        new("oversized header", ModelBytes.File(100_000_001, "{}"u8, []), "at most 100000000 bytes, but got 100000001"),
        new("header of 2⁶³ bytes", ModelBytes.File(1UL << 63, "{}"u8, []), "but got 9223372036854775808"),
        new("header of 2⁶⁴ − 1 bytes", ModelBytes.File(ulong.MaxValue, "{}"u8, []), "but got 18446744073709551615"),
        new("header shorter than its JSON", ModelBytes.File(20, Encoding.UTF8.GetBytes(ModelBytes.Header), []), "valid JSON in the header"),
        WithHeader("header of no bytes", "", "valid JSON in the header"),

        WithHeader("binary rubbish", [0x00, 0x01, 0x02, 0x7F], "valid JSON in the header"),
        WithHeader("bad UTF-8", [.. "{\""u8, 0xFF, 0xFE, .. "\":{}}"u8], "UTF-8 in the header"),
        WithHeader("UTF-8 of a surrogate", [.. "{\""u8, 0xED, 0xA0, 0x80, .. "\":{}}"u8], "UTF-8 in the header"),
        WithHeader("UTF-8 cut short", [.. "{\"0.weight\":\""u8, 0xE2, 0x82], "UTF-8 in the header"),
        WithHeader("UTF-16", Encoding.Unicode.GetBytes("{}"), "valid JSON in the header"),
        WithHeader("byte order mark", "\uFEFF" + ModelBytes.Header, "valid JSON in the header"),

        WithHeader("white space only", new string(' ', 64), "valid JSON in the header"),
        WithHeader("an array as header", "[]", "an object in the header, but got '['"),
        WithHeader("a number as header", "7", "an object in the header, but got '7'"),
        WithHeader("a string as header", "\"{}\"", "an object in the header, but got '{}'"),
        WithHeader("a literal as header", "null", "but got 'n' at byte 0"),
        WithHeader("an empty object as header", "{}", "'mlpfast_version', but it is missing"),
        WithHeader("header not closed", ModelBytes.Header[..^1], "valid JSON in the header"),
        WithHeader("two headers", ModelBytes.Header + "{}", "valid JSON in the header"),
        WithHeader("rubbish after the header", ModelBytes.Header + "  x", "valid JSON in the header"),
        WithHeader("zeros as padding", ModelBytes.Header + "\0\0", "valid JSON in the header"),
        WithHeader("nested arrays", new string('[', 1000), "an object in the header, but got '['"),
        Edit("trailing comma", "[48,56]}", "[48,56]},", "valid JSON in the header"),
        Edit("comment", "\"0.bias\"", "/* biases */\"0.bias\"", "valid JSON in the header"),
        Edit("single quotes", "\"2.bias\"", "'2.bias'", "valid JSON in the header"),

        Edit("bad escape", "answer", "\\answer", "valid JSON in the header"),
        Edit("bad Unicode escape", "answer", "\\u00zz", "valid JSON in the header"),
        Edit("control character in a string", "answer", "a\u0001b", "valid JSON in the header"),
        Edit("lone high surrogate", "answer", "\\ud83d!", "a surrogate stands alone"),
        Edit("lone low surrogate", "answer", "\\ude00", "a surrogate stands alone"),
        Edit("high surrogate twice", "answer", "\\ud83d\\ud83d", "a surrogate stands alone"),
        Edit("lone surrogate in a name", "target_name", "target_name\\udc00", "a surrogate stands alone"),
    ];
}
