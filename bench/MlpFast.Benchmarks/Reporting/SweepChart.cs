using System.Globalization;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>The share of the peak over sizes: a line for each task, the sizes on a logarithmic axis.</summary>
internal static class SweepChart
{
    private const double Width = 640;
    private const double Height = 360;
    private const double Left = 50;
    private const double Right = 20;
    private const double Top = 40;
    private const double Bottom = 50;

    /// <summary>From the ends of the axis to the first and the last size.</summary>
    private const double Inset = 20;

    public static Svg Draw(IReadOnlyList<SweepPoint> points, string horizontalAxis)
    {
        var svg = new Svg(Width, Height);
        int[] sizes = [.. points.Select(point => point.Size).Distinct().Order()];
        svg.Text(Left, Top - 20, "share of the FMA peak");
        foreach (int percent in new[] { 0, 20, 40, 60, 80, 100 })
        {
            svg.Line(Left, Y(percent / 100.0), Width - Right, Y(percent / 100.0));
            svg.Text(Left - 8, Y(percent / 100.0) + 4, string.Create(CultureInfo.InvariantCulture, $"{percent}%"), "end");
        }

        foreach (int size in sizes)
        {
            svg.Text(X(size), Height - Bottom + 18, size.ToString(CultureInfo.InvariantCulture), "middle");
        }

        svg.Text((Left + Width - Right) / 2, Height - 10, horizontalAxis, "middle");
        foreach ((int i, IGrouping<string, SweepPoint> task) in points.GroupBy(point => point.Task, StringComparer.Ordinal).Index())
        {
            svg.Polyline(task.OrderBy(point => point.Size).Select(point => (X(point.Size), Y(point.Share))), Svg.Colors[i]);
            svg.LegendEntry(Width - Right - (150 * (i + 1)), Top - 20, Svg.Colors[i], task.Key);
        }

        return svg;

        double X(int size) =>
            Left + Inset + (Math.Log2((double)size / sizes[0]) / Math.Log2((double)sizes[^1] / sizes[0]) * (Width - Left - Right - (2 * Inset)));

        static double Y(double share) => Height - Bottom - (share * (Height - Top - Bottom));
    }
}
