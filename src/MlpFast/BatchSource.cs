namespace MlpFast;

/// <summary>Cuts a data set into the batches of <see cref="Trainer.Fit"/>: slices of the data, or rows gathered in random order.</summary>
internal ref struct BatchSource
{
    private readonly ReadOnlySpan<float> _samples;
    private readonly ReadOnlySpan<float> _targets;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _batchSize;
    private readonly RandomSource _random;
    private readonly int[] _order;
    private readonly float[] _batchSamples;
    private readonly float[] _batchTargets;
    private int _next;

    public BatchSource(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int count, FitOptions options)
    {
        _batchSize = options.BatchSize ?? count;
        Require(options, count);
        _samples = samples;
        _targets = targets;
        _inputs = samples.Length / count;
        _outputs = targets.Length / count;
        _random = new RandomSource(options.Seed);
        SamplesPerEpoch = options.Order == BatchOrder.RandomBatch ? _batchSize : count;
        bool gathers = options.Order != BatchOrder.Sequential;
        _order = gathers ? [.. Enumerable.Range(0, count)] : [];
        _batchSamples = gathers ? new float[_batchSize * _inputs] : [];
        _batchTargets = gathers ? new float[_batchSize * _outputs] : [];
    }

    public int SamplesPerEpoch { get; }

    public readonly int BatchesPerEpoch => ((SamplesPerEpoch - 1) / _batchSize) + 1;

    /// <summary>Starts from the first batch again; in a new random order, unless the order is the data's own.</summary>
    public void StartEpoch()
    {
        _next = 0;
        if (_order.Length > 0)
        {
            _random.Shuffle(_order, SamplesPerEpoch);
        }
    }

    /// <summary>The next batch, valid until the one after it.</summary>
    public void Next(out ReadOnlySpan<float> samples, out ReadOnlySpan<float> targets, out int rows)
    {
        rows = Math.Min(_batchSize, SamplesPerEpoch - _next);
        if (_order.Length > 0)
        {
            samples = Gather(_samples, _inputs, rows, _batchSamples);
            targets = Gather(_targets, _outputs, rows, _batchTargets);
        }
        else
        {
            samples = _samples.Slice(_next * _inputs, rows * _inputs);
            targets = _targets.Slice(_next * _outputs, rows * _outputs);
        }

        _next += rows;
    }

    private readonly ReadOnlySpan<float> Gather(ReadOnlySpan<float> source, int columns, int rows, float[] destination)
    {
        for (int row = 0; row < rows; row++)
        {
            source.Slice(_order[_next + row] * columns, columns).CopyTo(destination.AsSpan(row * columns));
        }

        return destination.AsSpan(0, rows * columns);
    }

    private static void Require(FitOptions options, int count)
    {
        if (options.Epochs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Epochs, "Expected at least 1 epoch.");
        }

        if (options.BatchSize is { } size && (size < 1 || size > count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), size, $"Expected a batch of 1 to {count} samples, which is all there are, but got {size}.");
        }

        if (!Enum.IsDefined(options.Order) || !Enum.IsDefined(options.Style))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), (options.Order, options.Style), "Expected a defined order and a defined update style.");
        }
    }
}
