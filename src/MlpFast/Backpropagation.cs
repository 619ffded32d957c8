using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Forward and backward pass of a block of samples over a team of threads, and the workspace they need: each layer's activations and δ,
/// sized once.
/// </summary>
/// <remarks>
/// Two phases, each cut into parts that do not touch one another's results: samples for what flows through the layers, rows of each weight
/// matrix for the gradient. By the order rule the parts change no bit.
/// </remarks>
internal sealed class Backpropagation : IDisposable
{
    /// <summary>Samples times parameters below which a block stays on the calling thread.</summary>
    private const long WorkThatPays = 500_000;

    private readonly Network _network;
    private readonly Loss _loss;
    private readonly WorkerTeam _team;
    private readonly Action<int> _propagatePart;
    private readonly Action<int> _differentiatePart;
    private readonly int[] _offsets;
    private readonly AlignedBuffer _activations;
    private readonly AlignedBuffer _deltas;
    private readonly double[] _losses;
    private Job _job;

    public Backpropagation(Network network, Loss loss, int threads)
    {
        _network = network;
        _loss = loss;
        _propagatePart = PropagatePart;
        _differentiatePart = DifferentiatePart;
        ReadOnlySpan<LayerLayout> layers = network.Layout.Layers;
        _offsets = new int[layers.Length];
        int units = 0;
        foreach (LayerLayout layer in layers)
        {
            units += layer.Outputs;
        }

        BlockRows = RowBlock.RowsOf(Math.Max(units, network.Inputs));
        for (int i = 1; i < layers.Length; i++)
        {
            _offsets[i] = _offsets[i - 1] + (BlockRows * layers[i - 1].Outputs);
        }

        _losses = new double[BlockRows];
        _activations = new AlignedBuffer(BlockRows * units);
        _deltas = new AlignedBuffer(BlockRows * units);
        _team = new WorkerTeam(threads);
    }

    /// <summary>Samples that pass together. A larger batch is a sequence of blocks; by the order rule the bits are the same.</summary>
    public int BlockRows { get; }

    /// <summary>
    /// Adds the samples' losses to <paramref name="totalLoss"/> and, if the new total is finite, their gradients to the gradient.
    /// </summary>
    /// <param name="samples">[rows × inputs], at most <see cref="BlockRows"/> rows.</param>
    /// <param name="targets">[rows × outputs].</param>
    /// <param name="gradient">All parameters' gradient; untouched if the new total is not finite.</param>
    /// <param name="mode">Whether to replace the gradient or to add to it.</param>
    /// <param name="totalLoss">Sum of the losses of the samples before these.</param>
    /// <returns>The new total.</returns>
    public double Run(
        ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, Span<float> gradient, GradientMode mode, double totalLoss)
    {
        int rows = samples.Length / _network.Inputs;
        if (_team.Threads > 1 && (long)rows * _network.Layout.ParameterCount >= WorkThatPays)
        {
            return RunOnTeam(samples, targets, gradient, mode, totalLoss);
        }

        Propagate(samples, targets, 0, rows);
        totalLoss = AddLosses(totalLoss, rows);
        if (double.IsFinite(totalLoss))
        {
            Differentiate(samples, gradient, mode, part: 0, parts: 1);
        }

        return totalLoss;
    }

    public void Dispose() => _team.Dispose();

    private double RunOnTeam(
        ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, Span<float> gradient, GradientMode mode, double totalLoss)
    {
        _job = new Job(default, default, default, samples.Length / _network.Inputs, mode, totalLoss);
        SharedSpan.Run(samples, targets, gradient, this, static (self, x, y, g) => self.RunPhases(x, y, g));
        totalLoss = _job.TotalLoss;
        _job = default; // The spans in it are no longer pinned.
        return totalLoss;
    }

    private void RunPhases(SharedSpan samples, SharedSpan targets, SharedSpan gradient)
    {
        _job = _job with { Samples = samples, Targets = targets, Gradient = gradient };
        _team.Run(_propagatePart);
        _job = _job with { TotalLoss = AddLosses(_job.TotalLoss, _job.Rows) };
        if (double.IsFinite(_job.TotalLoss))
        {
            _team.Run(_differentiatePart);
        }
    }

    private void PropagatePart(int part)
    {
        (int first, int count) = Partition.Part(_job.Rows, part, _team.Threads);
        if (count > 0)
        {
            Propagate(
                _job.Samples.Span.Slice(first * _network.Inputs, count * _network.Inputs),
                _job.Targets.Span.Slice(first * _network.Outputs, count * _network.Outputs),
                first,
                count);
        }
    }

    private void DifferentiatePart(int part) => Differentiate(_job.Samples.Span, _job.Gradient.Span, _job.Mode, part, _team.Threads);

    /// <summary>Forward and backward through the layers, for the block's samples from <paramref name="first"/> on.</summary>
    private void Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int first, int rows)
    {
        ReadOnlySpan<float> x = samples;
        for (int i = 0; i < _offsets.Length; i++)
        {
            Span<float> a = Activations(i, first, rows);
            _network.Layout[i].Forward(_network.Parameters, x, a);
            x = a;
        }

        OutputGradient(targets, first, rows);
        for (int i = _offsets.Length - 1; i > 0; i--)
        {
            Span<float> delta = Deltas(i - 1, first, rows);
            _network.Layout[i].InputGradient(_network.Parameters, Deltas(i, first, rows), delta);
            KernelSet.Best.ActivationGradient(delta, Activations(i - 1, first, rows), _network.Layout[i - 1].Activation);
        }
    }

    /// <summary>The samples' losses, and δ of the last layer.</summary>
    private void OutputGradient(ReadOnlySpan<float> targets, int first, int rows)
    {
        int columns = _network.Outputs;
        int last = _offsets.Length - 1;
        ReadOnlySpan<float> outputs = Activations(last, first, rows);
        Span<float> delta = Deltas(last, first, rows);
        Span<double> losses = _losses.AsSpan(first, rows);
        if (_loss == Loss.CrossEntropy)
        {
            KernelSet.Best.CrossEntropy(outputs, targets, delta, losses);
            return;
        }

        (double valueScale, float gradientScale) = _loss == Loss.HalfMeanSquaredError ? (0.5 / columns, 1) : (1.0 / columns, 2f / columns);
        SquaredError.Evaluate(outputs, targets, delta, losses, valueScale, gradientScale);
        KernelSet.Best.ActivationGradient(delta, outputs, _network.Layout[last].Activation);
    }

    /// <summary>The total with the block's losses added in the samples' order.</summary>
    private double AddLosses(double total, int rows)
    {
        foreach (double loss in _losses.AsSpan(0, rows))
        {
            total += loss;
        }

        return total;
    }

    /// <summary>One part of the parameters' gradient, from the activations and δ of all the block's samples.</summary>
    private void Differentiate(ReadOnlySpan<float> samples, Span<float> gradient, GradientMode mode, int part, int parts)
    {
        int rows = samples.Length / _network.Inputs;
        for (int i = _offsets.Length - 1; i >= 0; i--)
        {
            ReadOnlySpan<float> x = i == 0 ? samples : Activations(i - 1, 0, rows);
            _network.Layout[i].ParameterGradient(x, Deltas(i, 0, rows), gradient, mode, part, parts);
        }
    }

    private Span<float> Activations(int layer, int first, int rows) => Rows(_activations, layer, first, rows);

    private Span<float> Deltas(int layer, int first, int rows) => Rows(_deltas, layer, first, rows);

    private Span<float> Rows(AlignedBuffer buffer, int layer, int first, int rows)
    {
        int columns = _network.Layout[layer].Outputs;
        return buffer.Span.Slice(_offsets[layer] + (first * columns), rows * columns);
    }

    private readonly record struct Job(SharedSpan Samples, SharedSpan Targets, SharedSpan Gradient, int Rows, GradientMode Mode, double TotalLoss);
}
