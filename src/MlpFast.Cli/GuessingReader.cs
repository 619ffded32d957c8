namespace MlpFast.Cli;

/// <summary>
/// Tells classes from numbers in the first pass and then reads them: classes if most cells are text, or if there are few different ones,
/// none of them a fraction.
/// </summary>
internal sealed class GuessingReader(CsvTable table, int column) : TargetReader(table, column)
{
    private const int FewLabels = 20;

    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly ClassReader _classes = new(table, column);
    private readonly ValueReader _values = new(table, column);
    private UserErrorException? _firstText;
    private bool _hasFraction;
    private long _numbers;
    private long _rows;

    private bool HoldsClasses
    {
        get
        {
            bool isMostlyText = _numbers * 2 < _rows;
            bool hasFewLabels = _labels.Count <= FewLabels && _labels.Count * 2 <= _rows;
            return isMostlyText || (hasFewLabels && !_hasFraction);
        }
    }

    public override void Check(CsvRows rows)
    {
        _rows++;
        _classes.Check(rows);
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
        if (HoldsClasses)
        {
            _classes.Start(count);
        }
        else if (_firstText is not null)
        {
            throw _firstText;
        }
        else
        {
            _values.Start(count);
        }
    }

    public override void Add(CsvRows rows) => Reader.Add(rows);

    public override Target Finish() => Reader.Finish();

    private TargetReader Reader => HoldsClasses ? _classes : _values;
}
