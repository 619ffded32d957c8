using Spectre.Console;

namespace MlpFast.Cli;

/// <summary>Shows a score: a table by class, or a regression's errors.</summary>
internal static class ScoreReport
{
    public static void Write(IAnsiConsole console, string samples, Score score)
    {
        switch (score)
        {
            case ClassificationScore classification:
                console.Write(Table(classification));
                console.WriteLine(FormattableString.Invariant(
                    $"{samples} accuracy {classification.Accuracy:P2} of {classification.Samples:N0} samples"));
                break;
            case RegressionScore regression:
                string fit = regression.R2 is { } r2 ? FormattableString.Invariant($"  R² {r2:F4}") : "";
                string errors = FormattableString.Invariant(
                    $"MSE {regression.MeanSquaredError:G6}  RMSE {regression.RootMeanSquaredError:G6}");
                console.WriteLine(FormattableString.Invariant($"{samples} {errors}{fit}  of {regression.Samples:N0} samples"));
                break;
        }
    }

    private static Table Table(ClassificationScore score)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("class");
        foreach (string heading in (string[])["precision", "recall", "F1", "samples"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (ClassScore row in score.Classes)
        {
            var support = new Text(FormattableString.Invariant($"{row.Support:N0}"));
            table.AddRow(new Text(row.Label), Ratio(row.Precision), Ratio(row.Recall), Ratio(row.F1), support);
        }

        return table;
    }

    private static Text Ratio(double value) => new(FormattableString.Invariant($"{value:F3}"));
}
