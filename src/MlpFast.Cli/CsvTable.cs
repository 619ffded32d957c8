using System.Globalization;

namespace MlpFast.Cli;

/// <summary>The columns of a CSV file, with the names that its header gives them, if it has one.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columnsByName;

    private CsvTable(DataSource source, int columns, string[] header)
    {
        Source = source;
        Columns = columns;
        Header = header;
        _columnsByName = IndexNames(source, header);
    }

    public DataSource Source { get; }

    public int Columns { get; }

    /// <summary>The columns' names; empty without a header.</summary>
    public IReadOnlyList<string> Header { get; }

    public bool HasHeader => Header.Count > 0;

    /// <summary>
    /// Reads a file's first lines. The first is a header if it holds the names looked for, or if none of its cells beside the target is a
    /// number, or if its target is text and that of the next line a number.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="target">Name or number of the target column; <see langword="null"/> for the last one.</param>
    /// <param name="featureNames">The features' names if they are known; otherwise empty.</param>
    public static CsvTable Open(DataSource source, string? target, IReadOnlyList<string> featureNames)
    {
        LineLimit.Check(source);
        using var rows = new CsvRows(source);
        if (!rows.Read())
        {
            throw new UserErrorException($"{source.Name}: expected at least one row of data, but the file is empty.");
        }

        int columns = rows.Count;
        bool[] isText = [.. Enumerable.Range(0, columns).Select(column => !rows.IsNumber(column))];
        bool anyText = isText.Contains(true);
        string[] names = anyText || featureNames.Count > 0 ? [.. Enumerable.Range(0, columns).Select(rows.Text)] : [];
        int targetColumn = ParseNumber(target, columns) ?? columns - 1;
        bool hasHeader = HoldsNames(names, target, featureNames)
            || IsTextBesideTarget(isText, targetColumn)
            || (isText[targetColumn] && rows.Read() && targetColumn < rows.Count && rows.IsNumber(targetColumn));
        return new CsvTable(source, columns, hasHeader ? names : []);
    }

    /// <summary>Opens the table in front of its first row of data.</summary>
    public CsvRows ReadRows() => new(this);

    /// <summary>The names of the columns given; empty without a header.</summary>
    public IReadOnlyList<string> Names(int[] columns) => HasHeader ? [.. columns.Select(column => Header[column])] : [];

    /// <summary>The column of a name, or of a number from 1 if no column has that name; <see langword="null"/> if there is none.</summary>
    public int? Find(string nameOrNumber) =>
        _columnsByName.TryGetValue(nameOrNumber, out int column) ? column : ParseNumber(nameOrNumber, Columns);

    /// <summary>The column of a header's name; <see langword="null"/> if there is none.</summary>
    public int? FindName(string name) => _columnsByName.TryGetValue(name, out int column) ? column : null;

    /// <summary>A column's number and name, as error messages give them.</summary>
    public string Describe(int column) => Describe(column, Header);

    /// <summary>A column's number, and its name if there is one.</summary>
    public static string Describe(int column, IReadOnlyList<string> header) =>
        header.Count > 0 ? $"column {column + 1} ({header[column]})" : $"column {column + 1}";

    private static int? ParseNumber(string? text, int columns) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= columns
            ? number - 1
            : null;

    private static bool HoldsNames(string[] names, string? target, IReadOnlyList<string> featureNames)
    {
        if (target is not null && ParseNumber(target, int.MaxValue) is null && names.Contains(target))
        {
            return true;
        }

        return featureNames.Count > 0 && featureNames.All(names.ToHashSet(StringComparer.Ordinal).Contains);
    }

    private static bool IsTextBesideTarget(bool[] isText, int target) =>
        !isText.Where((text, column) => !text && (column != target || isText.Length == 1)).Any();

    private static Dictionary<string, int> IndexNames(DataSource source, string[] header)
    {
        var columns = new Dictionary<string, int>(header.Length, StringComparer.Ordinal);
        for (int column = 0; column < header.Length; column++)
        {
            string name = header[column];
            if (name.Length == 0)
            {
                throw new UserErrorException(
                    $"{source.Name}, header, column {column + 1}: expected a name, but the cell is empty (row numbers are no feature).");
            }

            if (!columns.TryAdd(name, column))
            {
                throw new UserErrorException(
                    $"{source.Name}, header: expected different names, but columns {columns[name] + 1} and {column + 1} are '{name}'.");
            }
        }

        return columns;
    }
}
