using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace MlpFast.Cli;

/// <summary>
/// Reads a CSV file row by row; a row costs no allocation. Whatever is wrong with the file ends in a <see cref="UserErrorException"/> that
/// names the file, the line and, for a cell, the column.
/// </summary>
/// <remarks>A row ends with its line, even inside quotes, so that an unclosed quote does not swallow the rest of the file.</remarks>
internal sealed class CsvRows : IDisposable
{
    private const int LongestCellShown = 40;

    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly CsvTable? _table;

    /// <summary>Opens a source whose columns are not known yet.</summary>
    public CsvRows(DataSource source)
    {
        _name = source.Name;
        _reader = CsvReader.Create(
            source.Open(),
            new CsvReaderOptions
            {
                HasHeader = false,
                AllowLineBreaksInQuotes = false,
                MalformedData = CsvMalformedDataHandling.Throw,
                PoolStrings = true,
                TrackLineNumbers = true,
                TrimInsideQuotes = true,
                TrimWhitespace = true,
            },
            leaveOpen: false);
    }

    /// <summary>Opens a table in front of its first row of data; every row must have a cell for each of its columns.</summary>
    public CsvRows(CsvTable table)
        : this(table.Source)
    {
        _table = table;
        if (table.HasHeader)
        {
            Read();
        }
    }

    /// <summary>Number of cells in the current row.</summary>
    public int Count => _reader.FieldCount;

    /// <summary>Goes on to the next row that is not empty.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            throw new UserErrorException($"{_name}, line {exception.LineNumber}: {exception.Message}");
        }

        if (!Utf8.IsValid(_reader.RawRecord))
        {
            throw new UserErrorException($"{_name}, line {_reader.LineNumber}: expected UTF-8 text, but the line has other bytes.");
        }

        if (_table is not null && Count != _table.Columns)
        {
            throw new UserErrorException(
                $"{_name}, line {_reader.LineNumber}: expected {_table.Columns} cells as in the first line, but got {Count}.");
        }

        return true;
    }

    /// <summary>Whether a cell of the current row reads as a number, finite or not.</summary>
    public bool IsNumber(int column) => TryParse(column, out _);

    /// <summary>Whether a cell of the current row is a finite number.</summary>
    public bool TryNumber(int column, out float value) => TryParse(column, out value) && float.IsFinite(value);

    /// <summary>A cell of the current row, which must be a finite number.</summary>
    public float Number(int column) => TryNumber(column, out float value) ? value : throw CellError(column, "a finite number");

    /// <summary>A cell of the current row, which must not be empty, as UTF-8.</summary>
    public ReadOnlySpan<byte> LabelBytes(int column)
    {
        ReadOnlySpan<byte> label = _reader.GetSpan(column);
        return label.Length > 0 ? label : throw CellError(column, "a class label");
    }

    /// <summary>A cell of the current row, which must not be empty; equal cells of a column usually share one string.</summary>
    public string Label(int column)
    {
        _ = LabelBytes(column);
        return Text(column);
    }

    /// <summary>A cell of the current row as it is.</summary>
    public string Text(int column) => _reader.GetString(column);

    /// <summary>The error that a cell of the current row is not what it should be.</summary>
    public UserErrorException CellError(int column, string expected)
    {
        string cell = Text(column);
        string actual = cell.Length == 0 ? "the cell is empty" : $"got '{Shorten(cell)}'";
        string name = _table is null ? CsvTable.Describe(column, []) : _table.Describe(column);
        return new UserErrorException($"{_name}, line {_reader.LineNumber}, {name}: expected {expected}, but {actual}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool TryParse(int column, out float value) =>
        float.TryParse(_reader.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string cell)
    {
        var shown = new StringBuilder();
        foreach (char c in cell.AsSpan(0, Math.Min(cell.Length, LongestCellShown)))
        {
            shown.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return shown.Append(cell.Length > LongestCellShown ? "…" : "").ToString();
    }
}
