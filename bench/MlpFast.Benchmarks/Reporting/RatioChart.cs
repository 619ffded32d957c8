using System.Globalization;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>Each peer's time relative to ours, a bar each by workload, the axis logarithmic: to the right of 1 MlpFast is faster.</summary>
internal static class RatioChart
{
    private const double Width = 860;
    private const double Left = 210;
    private const double Right = 60;
    private const double Top = 60;
    private const double BarHeight = 13;
    private const double Gap = 10;
    private const int LegendColumns = 4;

    public static Svg Draw(IReadOnlyList<Result> results)
    {
        string[] peers = [.. results.Select(result => result.Peer).Distinct(StringComparer.Ordinal)];
        IGrouping<string, Result>[] workloads = [.. results.GroupBy(result => result.Workload, StringComparer.Ordinal)];
        double low = Math.Floor(Math.Log10(Math.Min(1, results.Min(result => result.Ratio!.Value))));
        double high = Math.Ceiling(Math.Log10(Math.Max(10, results.Max(result => result.Ratio!.Value))));
        double bottom = Top + workloads.Sum(workload => (workload.Count() * BarHeight) + Gap);
        var svg = new Svg(Width, bottom + 30);
        foreach ((int i, string peer) in peers.Index())
        {
            svg.LegendEntry(20 + (i % LegendColumns * 205), 20 + (i / LegendColumns * 18), Svg.Colors[i % Svg.Colors.Count], peer);
        }

        for (double power = low; power <= high; power++)
        {
            svg.Line(X(power), Top, X(power), bottom, power == 0 ? "#333333" : "#d0d0d0");
            svg.Text(X(power), bottom + 18, string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, power):0.####}"), "middle");
        }

        double y = Top;
        foreach (IGrouping<string, Result> workload in workloads)
        {
            svg.Text(Left - 10, y + (workload.Count() * BarHeight / 2) + 8, workload.Key, "end");
            y += Gap / 2;
            foreach (Result result in workload)
            {
                Bar(y, result);
                y += BarHeight;
            }

            y += Gap / 2;
        }

        return svg;

        double X(double power) => Left + ((power - low) / (high - low) * (Width - Left - Right));

        void Bar(double top, Result result)
        {
            double end = X(Math.Log10(result.Ratio!.Value));
            string color = Svg.Colors[Array.IndexOf(peers, result.Peer) % Svg.Colors.Count];
            svg.Rectangle(Math.Min(X(0), end), top, Math.Max(Math.Abs(end - X(0)), 1), BarHeight - 2, color);
            svg.Text(Math.Max(X(0), end) + 4, top + BarHeight - 3, Figures.Ratio(result));
        }
    }
}
