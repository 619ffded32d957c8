using System.Globalization;
using System.Text;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>A page of Markdown, from its primitives.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder _text = new();

    public static string Code(string text) => text.Length > 0 ? $"`{text}`" : "";

    public void Clear() => _text.Clear();

    /// <summary>Text as it is, after an empty line unless it is the first.</summary>
    public void Paragraph(string text)
    {
        if (_text.Length > 0)
        {
            _text.AppendLine();
        }

        _text.AppendLine(text);
    }

    /// <param name="columns">The heads.</param>
    /// <param name="rows">A cell for each column.</param>
    /// <param name="firstFigure">The columns from this one on are aligned to the right.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<string[]> rows, int firstFigure = int.MaxValue)
    {
        _text.AppendLine();
        Line(columns);
        Line(columns.Select((_, i) => i < firstFigure ? "---" : "---:"));
        foreach (string[] row in rows)
        {
            Line(row);
        }
    }

    public void Save(string path) => File.WriteAllText(path, _text.ToString());

    private void Line(IEnumerable<string> cells) => _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
}
