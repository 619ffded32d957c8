using System.Globalization;

namespace MlpFast.Cli;

/// <summary>Reads class labels, at least two different ones, and sorts them: as numbers if all of them are numbers, else as text.</summary>
internal sealed class ClassReader(CsvTable table, int column) : TargetReader(table, column)
{
    private readonly List<string> _labels = [];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private byte[]? _firstLabel;
    private bool _hasSecondLabel;
    private int[] _classes = [];
    private int _count;

    public override void Check(CsvRows rows)
    {
        ReadOnlySpan<byte> label = rows.LabelBytes(Column);
        _firstLabel ??= label.ToArray();
        _hasSecondLabel |= !label.SequenceEqual(_firstLabel);
    }

    public override void Start(int count)
    {
        if (!_hasSecondLabel)
        {
            throw new UserErrorException($"{Name}: expected at least 2 classes, but all rows are of the same.");
        }

        _classes = new int[count];
    }

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
