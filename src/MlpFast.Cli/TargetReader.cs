using System.Globalization;

namespace MlpFast.Cli;

/// <summary>Reads a target column in two passes over the file: <see cref="Check"/> every row, <see cref="Start"/>, <see cref="Add"/> every row.</summary>
internal abstract class TargetReader(int column)
{
    protected int Column { get; } = column;

    /// <summary>First pass: finds bad cells, and keeps nothing of the good ones.</summary>
    public abstract void Check(CsvRows rows);

    /// <summary>Between the passes: the number of rows is known.</summary>
    public abstract void Start(int count);

    /// <summary>Second pass: reads the next row.</summary>
    public abstract void Add(CsvRows rows);

    /// <summary>What was read.</summary>
    public abstract Target Finish();

    /// <summary>A reader for a task, or one that guesses the task.</summary>
    public static TargetReader Create(LearningTask? task, int column, IReadOnlyList<string> labels) => task switch
    {
        LearningTask.Classification => new ClassReader(column, labels),
        LearningTask.Regression => new ValueReader(column),
        _ => new GuessingReader(column),
    };
}

/// <summary>Reads numbers.</summary>
internal sealed class ValueReader(int column) : TargetReader(column)
{
    private float[] _values = [];
    private int _count;

    public override void Check(CsvRows rows) => rows.Number(Column);

    public override void Start(int count) => _values = new float[count];

    public override void Add(CsvRows rows) => _values[_count++] = rows.Number(Column);

    public override Target Finish() => new ValueTarget(_values);
}

/// <summary>Reads class labels: those given and no others, or any, which are then sorted (as numbers if all of them are numbers).</summary>
internal sealed class ClassReader : TargetReader
{
    private readonly bool _isClosed;
    private readonly List<string> _labels;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private int[] _classes = [];
    private int _count;

    public ClassReader(int column, IReadOnlyList<string> labels)
        : base(column)
    {
        _isClosed = labels.Count > 0;
        _labels = [.. labels];
        for (int i = 0; i < labels.Count; i++)
        {
            _indices.TryAdd(labels[i], i);
        }
    }

    public override void Check(CsvRows rows)
    {
        if (!_indices.ContainsKey(rows.Label(Column)) && _isClosed)
        {
            throw rows.CellError(Column, $"one of the model's classes ({Listing.Of(_labels)})");
        }
    }

    public override void Start(int count) => _classes = new int[count];

    public override void Add(CsvRows rows)
    {
        string label = rows.Label(Column);
        if (!_indices.TryGetValue(label, out int index))
        {
            index = _labels.Count;
            _indices.Add(label, index);
            _labels.Add(label);
        }

        _classes[_count++] = index;
    }

    public override Target Finish()
    {
        if (_isClosed)
        {
            return new ClassTarget(_labels, _classes);
        }

        int[] order = [.. Enumerable.Range(0, _labels.Count)];
        Array.Sort(order, CompareLabels());
        int[] rank = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }

        return new ClassTarget([.. order.Select(index => _labels[index])], Array.ConvertAll(_classes, index => rank[index]));
    }

    private Comparer<int> CompareLabels()
    {
        double[] numbers = [.. _labels.Select(Number)];
        bool areNumbers = !numbers.Any(double.IsNaN);
        return Comparer<int>.Create((left, right) =>
        {
            int byNumber = areNumbers ? numbers[left].CompareTo(numbers[right]) : 0;
            return byNumber != 0 ? byNumber : string.CompareOrdinal(_labels[left], _labels[right]);
        });
    }

    private static double Number(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}

/// <summary>
/// Tells classes from numbers in the first pass and then reads them: classes if most cells are text, or if there are few different ones, none
/// of them a fraction.
/// </summary>
internal sealed class GuessingReader(int column) : TargetReader(column)
{
    private const int FewLabels = 20;

    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private TargetReader? _reader;
    private UserErrorException? _firstText;
    private bool _hasFraction;
    private int _numbers;
    private int _rows;

    public override void Check(CsvRows rows)
    {
        _rows++;
        if (_labels.Count <= FewLabels)
        {
            _labels.Add(rows.Label(Column));
        }

        if (rows.TryNumber(Column, out float number))
        {
            _numbers++;
            _hasFraction |= number != MathF.Truncate(number);
        }
        else
        {
            _firstText ??= rows.CellError(Column, "a finite number");
        }
    }

    public override void Start(int count)
    {
        bool mostlyText = _numbers * 2L < _rows;
        bool fewLabels = _labels.Count <= FewLabels && _labels.Count * 2L <= _rows && !_hasFraction;
        if (!mostlyText && !fewLabels && _firstText is not null)
        {
            throw _firstText;
        }

        _reader = mostlyText || fewLabels ? new ClassReader(Column, []) : new ValueReader(Column);
        _reader.Start(count);
    }

    public override void Add(CsvRows rows) => _reader!.Add(rows);

    public override Target Finish() => _reader!.Finish();
}
