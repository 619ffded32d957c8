using System.Globalization;

namespace MlpFast.Benchmarks.Reporting;

/// <summary>Figures as the reader of a table sees them.</summary>
internal static class Figures
{
    /// <summary>The mark of a ratio or a share that says little.</summary>
    public const string Unsteady = " †";

    /// <summary>The median, and half the range of the rounds in percent of it.</summary>
    public static string Time(Spread? spread) =>
        spread is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Microseconds(spread.Median)} ±{spread.Relative * 100:F0}%");

    /// <summary>The median, and in brackets the least.</summary>
    public static string MedianAndLeast(StartupTime time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.Median:F1} ({time.Least:F1})");

    /// <summary>With a mark where it is unsteady.</summary>
    public static string Ratio(Result result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.Ratio:F2}{(result.IsUnsteady ? Unsteady : "")}");

    /// <summary>With the same mark; nothing where there is no limit.</summary>
    public static string Share(Result result) => result.ShareOfLimit is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:F1}%{(result.IsUnsteady ? Unsteady : "")}")
        : "";

    public static string Rate(double billions) => string.Create(CultureInfo.InvariantCulture, $"{billions:F0}");

    public static string Size(long bytes) =>
        bytes >= 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB");

    private static string Microseconds(double microseconds) =>
        microseconds.ToString(microseconds < 10 ? "N3" : microseconds < 1000 ? "N1" : "N0", CultureInfo.InvariantCulture);
}
