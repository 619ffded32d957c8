using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MlpFast.Safetensors;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>JSON is split as the framework's reader splits it, and refused where it refuses it; so are the literals.</summary>
public sealed class JsonTokenizerTests
{
    private const int Changes = 20_000;

    private static readonly byte[] Alphabet = [.. "{}[]:,\"\\/ \t\n\r-+.019eEubxä"u8, 0, 0x1F, 0x7F];

    [Theory]
    [InlineData("""{"a":[1,-2.5e+3,0,"\u00e4\n"],"b":{"c":[]},"d":{}} """)]
    [InlineData("""[[["text"],[]],[-0.0E-1],12]""")]
    [InlineData("""  "\"\\\/\b\f\n\r\t\uD83D" """)]
    [InlineData("-0")]
    public void Changed_text_gives_the_tokens_of_the_framework(string text)
    {
        byte[] original = Encoding.UTF8.GetBytes(text);
        Assert.NotEmpty(Assert.IsType<List<string>>(Framework(original)));
        var random = new Random(1);
        for (int change = 0; change < Changes; change++)
        {
            byte[] json = [.. original];
            for (int i = random.Next(3); i >= 0; i--)
            {
                json[random.Next(json.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            json = json[..random.Next(json.Length / 2, json.Length + 1)];
            if (Utf8.IsValid(json))
            {
                Assert.Equal(Framework(json), Ours(json));
            }
        }
    }

    /// <summary>Which JSON has, and no model file.</summary>
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("[null]")]
    public void Literals_are_refused(string text) => Assert.Null(Ours(Encoding.UTF8.GetBytes(text)));

    /// <summary>The tokens, or nothing of a text that is no JSON.</summary>
    private static List<string>? Ours(byte[] json)
    {
        var tokens = new List<string>();
        var tokenizer = new JsonTokenizer(json, "the test");
        try
        {
            while (tokenizer.Read())
            {
                tokens.Add($"{tokenizer.Token} {Encoding.UTF8.GetString(tokenizer.Value)} at {tokenizer.Start}");
            }
        }
        catch (ModelFormatException)
        {
            return null;
        }

        return tokens;
    }

    private static List<string>? Framework(byte[] json)
    {
        var tokens = new List<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 3 });
        try
        {
            while (reader.Read())
            {
                tokens.Add($"{reader.TokenType} {Encoding.UTF8.GetString(reader.ValueSpan)} at {reader.TokenStartIndex}");
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return tokens;
    }
}
