using Xunit;

namespace MlpFast.Tests.Documents;

/// <summary>The four programs of docs/from-the-documents.md: the page shows what is compiled here, and what it prints.</summary>
public sealed class DocumentedProgramTests
{
    private const string Page = "docs/from-the-documents.md";

    private static readonly (string Name, Action<TextWriter> Run)[] Programs =
    [
        (nameof(NetworkA), NetworkA.Run),
        (nameof(NetworkB), NetworkB.Run),
        (nameof(NetworkC1), NetworkC1.Run),
        (nameof(NetworkC2), NetworkC2.Run),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Programs.Length)];

    [Fact]
    public void Every_program_of_the_page_is_compiled_here()
    {
        Assert.Equal(Programs.Length, MarkdownCode.Blocks(Page, "csharp").Count);
        Assert.Equal(Programs.Length, MarkdownCode.Blocks(Page, "text").Count);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void The_page_shows_the_program(int index)
    {
        string region = MarkdownCode.Region($"tests/MlpFast.Tests/Documents/{Programs[index].Name}.cs", "Program");
        Assert.Equal("using MlpFast;\n\n" + region, MarkdownCode.Blocks(Page, "csharp")[index]);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void The_program_ends_with_what_the_page_says(int index)
    {
        using var console = new StringWriter { NewLine = "\n" };
        Programs[index].Run(console);
        Assert.EndsWith(MarkdownCode.Blocks(Page, "text")[index] + "\n", console.ToString(), StringComparison.Ordinal);
    }
}
