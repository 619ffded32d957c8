using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MlpFast.Safetensors;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>The text of JSON strings is what the framework takes it for.</summary>
public sealed class JsonTextTests
{
    private static readonly JavaScriptEncoder[] Encoders = [JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping];

    [Theory]
    [InlineData("", "")]
    [InlineData("plain äß中😀", "plain äß中😀")]
    [InlineData("""\"\\\/\b\f\n\r\t""", "\"\\/\b\f\n\r\t")]
    [InlineData("""\u0041\u00e4\u4E2D\u0000""", "Aä中\0")]
    [InlineData("""\ud83d\ude00!\uD83D\uDE00""", "😀!😀")]
    [InlineData("""\\u0041""", "\\u0041")]
    [InlineData("""\\\u0041\\""", "\\A\\")]
    public void Escapes_are_replaced(string escaped, string expected) => Assert.Equal(expected, Unescape(escaped));

    [Theory]
    [InlineData("""\ud83d""")]
    [InlineData("""\ud83dx""")]
    [InlineData("""\ud83d\n""")]
    [InlineData("""\ud83d\u0041""")]
    [InlineData("""\ud83d\\ude00""")]
    [InlineData("""\ude00\ud83d""")]
    [InlineData("""\n\ude00""")]
    public void A_lone_surrogate_is_found(string escaped)
    {
        Assert.Null(Unescape(escaped));
        Assert.False(JsonText.IsWellFormed(Encoding.UTF8.GetBytes(escaped)));
    }

    [Fact]
    public void Text_comes_back_however_it_was_escaped() =>
        Prop.ForAll(ModelGenerator.Texts, text =>
        {
            foreach (JavaScriptEncoder encoder in Encoders)
            {
                string escaped = JsonEncodedText.Encode(text, encoder).ToString();
                Assert.Equal(text, Unescape(escaped));
                Assert.True(JsonText.IsWellFormed(Encoding.UTF8.GetBytes(escaped)));
            }
        }).QuickCheckThrowOnFailure();

    private static string? Unescape(string escaped)
    {
        byte[] text = Encoding.UTF8.GetBytes(escaped);
        int length = JsonText.Unescape(text);
        return length < 0 ? null : Encoding.UTF8.GetString(text, 0, length);
    }
}
