namespace MlpFast.Cli;

/// <summary>Which columns of a table are the features, in the order a network takes them, and which is the target, if any.</summary>
internal sealed record ColumnRoles(int[] Features, int? Target)
{
    /// <summary>The target is the column asked for, or the last one; every other column is a feature.</summary>
    public static ColumnRoles ForTraining(CsvTable table, string? target)
    {
        if (table.Columns < 2)
        {
            throw new UserErrorException(
                $"{table.Source.Name}: expected at least 2 columns, a feature and the target, but got {table.Columns}.");
        }

        int column = target is null ? table.Columns - 1 : Require(table, target);
        return new ColumnRoles(AllBut(table, column), column);
    }

    /// <summary>
    /// A model's columns: by name where both the file and the model have names, ignoring columns the model does not know; otherwise by
    /// position, where the target may be absent.
    /// </summary>
    public static ColumnRoles ForModel(CsvTable table, Model model, string? target)
    {
        int? column = target is null ? FindTarget(table, model) : Require(table, target);
        if (table.HasHeader && model.FeatureNames.Count > 0)
        {
            return new ColumnRoles([.. model.FeatureNames.Select(name => RequireFeature(table, name))], column);
        }

        int inputs = model.Network.Inputs;
        if (table.Columns == inputs)
        {
            return new ColumnRoles([.. Enumerable.Range(0, inputs)], Target: null);
        }

        return table.Columns == inputs + 1
            ? new ColumnRoles(AllBut(table, column ?? inputs), column ?? inputs)
            : throw new UserErrorException(
                $"{table.Source.Name}: expected the model's {inputs} features, with or without a target, but got {table.Columns} columns.");
    }

    /// <summary>The target's column, which must be there.</summary>
    public int RequireTarget(CsvTable table) =>
        Target ?? throw new UserErrorException($"{table.Source.Name}: expected a target column beside the features, but there is none.");

    private static int? FindTarget(CsvTable table, Model model)
    {
        if (model.TargetName is null)
        {
            return null;
        }

        return table.HasHeader && model.FeatureNames.Count > 0 ? table.FindName(model.TargetName) : table.Find(model.TargetName);
    }

    private static int Require(CsvTable table, string target) =>
        table.Find(target) ?? throw new UserErrorException(
            table.HasHeader
                ? $"{table.Source.Name}: expected the target column to be one of {Listing.Of(table.Header)}, but got '{target}'."
                : $"{table.Source.Name}: expected the target column to be a number from 1 to {table.Columns}, since the first line is no "
                    + $"header, but got '{target}'.");

    private static int RequireFeature(CsvTable table, string name) =>
        table.FindName(name) ?? throw new UserErrorException(
            $"{table.Source.Name}: expected a column for the model's feature '{name}', but there are only {Listing.Of(table.Header)}.");

    private static int[] AllBut(CsvTable table, int column) => [.. Enumerable.Range(0, table.Columns).Where(other => other != column)];
}
