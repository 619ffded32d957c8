namespace MlpFast.Cli;

/// <summary>
/// Reads a target column in two passes over the file: <see cref="Check"/> every row, <see cref="Start"/>, <see cref="Add"/> every row.
/// </summary>
internal abstract class TargetReader(CsvTable table, int column)
{
    protected int Column { get; } = column;

    /// <summary>File and column, as error messages name them.</summary>
    protected string Name => $"{table.Source.Name}, {table.Describe(Column)}";

    /// <summary>First pass: finds bad cells, and keeps next to nothing of the good ones.</summary>
    public abstract void Check(CsvRows rows);

    /// <summary>Between the passes: every row is good, and their number is known.</summary>
    public abstract void Start(int count);

    /// <summary>Second pass: reads the next row.</summary>
    public abstract void Add(CsvRows rows);

    /// <summary>What was read.</summary>
    public abstract Target Finish();
}

/// <summary>Reads numbers.</summary>
internal sealed class ValueReader(CsvTable table, int column) : TargetReader(table, column)
{
    private float[] _values = [];
    private int _count;

    public override void Check(CsvRows rows) => rows.Number(Column);

    public override void Start(int count) => _values = new float[count];

    public override void Add(CsvRows rows) => _values[_count++] = rows.Number(Column);

    public override Target Finish() => new ValueTarget(_values);
}

/// <summary>Reads class labels, which must be among those that a model knows.</summary>
internal sealed class KnownClassReader : TargetReader
{
    private readonly IReadOnlyList<string> _labels;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private int[] _classes = [];
    private int _count;

    public KnownClassReader(CsvTable table, int column, IReadOnlyList<string> labels)
        : base(table, column)
    {
        _labels = labels;
        for (int i = 0; i < labels.Count; i++)
        {
            _indices.TryAdd(labels[i], i);
        }
    }

    public override void Check(CsvRows rows) => IndexOf(rows);

    public override void Start(int count) => _classes = new int[count];

    public override void Add(CsvRows rows) => _classes[_count++] = IndexOf(rows);

    public override Target Finish() => new ClassTarget(_labels, _classes);

    private int IndexOf(CsvRows rows) =>
        _indices.TryGetValue(rows.Label(Column), out int index)
            ? index
            : throw rows.CellError(Column, $"one of the model's classes ({Listing.Of(_labels)})");
}
