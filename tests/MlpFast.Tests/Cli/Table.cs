using System.Globalization;
using System.Text;

namespace MlpFast.Tests.Cli;

/// <summary>Small tables to learn from.</summary>
internal static class Table
{
    /// <summary>Two features and the class that tells on which side of the diagonal they lie: "over" or "under".</summary>
    public static string Classes(int rows, string header = "x,y,side\n")
    {
        var random = new RandomSource(7);
        var text = new StringBuilder(header);
        for (int row = 0; row < rows; row++)
        {
            double x = random.NextDouble();
            double y = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{x:F6},{y:F6},{(y > x ? "over" : "under")}\n");
        }

        return text.ToString();
    }

    /// <summary>Two features and 1000·(x + 2y) + 5000.</summary>
    public static string Numbers(int rows, string header = "x,y,price\n")
    {
        var random = new RandomSource(8);
        var text = new StringBuilder(header);
        for (int row = 0; row < rows; row++)
        {
            double x = random.NextDouble();
            double y = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{x:F6},{y:F6},{(1000 * (x + (2 * y))) + 5000:F3}\n");
        }

        return text.ToString();
    }
}
