using System.Globalization;
using System.Xml.Linq;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>A drawing, from its primitives.</summary>
internal sealed class Svg
{
    private const int FontSize = 12;

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    /// <summary>An empty drawing on white, so that it reads on a dark page as well.</summary>
    public Svg(double width, double height)
    {
        _root = Element(
            "svg",
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            ("width", Number(width)),
            ("height", Number(height)),
            ("font-family", "sans-serif"),
            ("font-size", Number(FontSize)));
        Rectangle(0, 0, width, height, "white");
    }

    /// <summary>Distinguishable also by those who do not see red and green (M. Okabe and K. Ito, 2008).</summary>
    public static IReadOnlyList<string> Colors { get; } =
        ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999", "#f0e442", "#000000"];

    public void Rectangle(double x, double y, double width, double height, string color) =>
        _root.Add(Element(
            "rect", ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("fill", color)));

    public void Line(double x1, double y1, double x2, double y2, string color = "#d0d0d0") =>
        _root.Add(Element("line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", color)));

    public void Polyline(IEnumerable<(double X, double Y)> points, string color) =>
        _root.Add(Element(
            "polyline",
            ("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
            ("fill", "none"),
            ("stroke", color),
            ("stroke-width", "2")));

    /// <param name="x">Where it begins, has its middle or ends, as <paramref name="anchor"/> says.</param>
    /// <param name="y">The baseline.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public void Text(double x, double y, string text, string anchor = "start")
    {
        XElement element = Element("text", ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor), ("fill", "#333333"));
        element.Add(text);
        _root.Add(element);
    }

    /// <summary>A square of a color and what it stands for.</summary>
    public void LegendEntry(double x, double y, string color, string text)
    {
        Rectangle(x, y - 10, 10, 10, color);
        Text(x + 15, y, text);
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, _root + "\n");
    }

    private static XElement Element(string name, params (string Name, string Value)[] attributes) =>
        new(Namespace + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
