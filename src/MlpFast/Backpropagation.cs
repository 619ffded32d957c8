using MlpFast.Kernels;

namespace MlpFast;

/// <summary>Forward and backward pass of a block of samples over a team of threads.</summary>
/// <remarks>
/// First <see cref="Propagate"/>, then <see cref="Differentiate"/> or <see cref="Descend"/> with the same samples. Each is cut into parts
/// that do not touch one another's results: samples for what flows through the layers, rows of each weight matrix for the gradient. By the
/// order rule the parts change no bit.
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
    private readonly Action<int> _descendPart;
    private Workspace _workspace;
    private Job _job;

    public Backpropagation(Network network, Loss loss, int threads)
    {
        _network = network;
        _loss = loss;
        _propagatePart = PropagatePart;
        _differentiatePart = DifferentiatePart;
        _descendPart = DescendPart;
        BlockRows = RowBlock.RowsOf(Math.Max(network.Layout.Units, network.Inputs));
        _workspace = new Workspace(network.Layout, rows: 1);
        _team = new WorkerTeam(threads);
    }

    /// <summary>Most samples that pass together. A larger batch is a sequence of blocks; by the order rule the bits are the same.</summary>
    public int BlockRows { get; }

    /// <summary>Forward, losses, and backward down to the δ of the first layer. Allocates where there were never as many samples.</summary>
    /// <param name="samples">[rows × inputs], at most <see cref="BlockRows"/> rows.</param>
    /// <param name="targets">[rows × outputs].</param>
    /// <param name="totalLoss">Sum of the losses of the samples before these.</param>
    /// <returns>The sum with the losses of these, in their order.</returns>
    public double Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, double totalLoss)
    {
        int rows = RowsOf(samples);
        if (rows > _workspace.Rows)
        {
            _workspace = new Workspace(_network.Layout, rows);
        }

        if (Pays(rows))
        {
            RunOnTeam(samples, targets, [], rows, default, _propagatePart);
        }
        else
        {
            PropagateRows(samples, targets, 0, rows);
        }

        foreach (double loss in _workspace.Losses(0, rows))
        {
            totalLoss += loss;
        }

        return totalLoss;
    }

    /// <summary>The parameters' gradient, summed over the samples.</summary>
    public void Differentiate(ReadOnlySpan<float> samples, Span<float> gradient, GradientMode mode)
    {
        int rows = RowsOf(samples);
        if (Pays(rows))
        {
            RunOnTeam(samples, [], gradient, rows, new Rule(mode, Step: 0), _differentiatePart);
        }
        else
        {
            DifferentiateShare(samples, gradient, mode, part: 0, parts: 1);
        }
    }

    /// <summary>θ ← θ + step · gradient, without storing the gradient.</summary>
    public void Descend(ReadOnlySpan<float> samples, float step)
    {
        int rows = RowsOf(samples);
        if (Pays(rows))
        {
            RunOnTeam(samples, [], [], rows, new Rule(default, step), _descendPart);
        }
        else
        {
            DescendShare(samples, step, part: 0, parts: 1);
        }
    }

    /// <summary>
    /// Whether no element of the gradient can overflow: the magnitudes of a layer's inputs and δ bound the sums of their products. Where it is
    /// <see langword="false"/> they may or may not.
    /// </summary>
    public bool GradientIsSurelyFinite(ReadOnlySpan<float> samples)
    {
        int rows = RowsOf(samples);
        for (int i = 0; i < _network.Layout.Layers.Length; i++)
        {
            double inputs = i == 0
                ? KernelSet.Best.LargestMagnitude(samples)
                : LargestActivation(i - 1, rows);
            double delta = KernelSet.Best.LargestMagnitude(_workspace.Deltas(i, 0, rows));
            if (!(rows * Math.Max(inputs, 1) * delta < float.MaxValue / 2))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _team.Dispose();

    private double LargestActivation(int layer, int rows) => _network.Layout[layer].Activation switch
    {
        Activation.Sigmoid or Activation.Tanh => 1,
        _ => KernelSet.Best.LargestMagnitude(_workspace.Activations(layer, 0, rows)),
    };

    private int RowsOf(ReadOnlySpan<float> samples) => samples.Length / _network.Inputs;

    private bool Pays(int rows) => _team.Threads > 1 && (long)rows * _network.Layout.ParameterCount >= WorkThatPays;

    private void RunOnTeam(
        ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, Span<float> gradient, int rows, Rule rule, Action<int> part)
    {
        _job = new Job(default, default, default, rows, rule);
        SharedSpan.Run(samples, targets, gradient, (Self: this, Part: part), static (state, x, y, g) =>
        {
            state.Self._job = state.Self._job with { Samples = x, Targets = y, Gradient = g };
            state.Self._team.Run(state.Part);
        });
        _job = default; // The spans in it are no longer pinned.
    }

    private void PropagatePart(int part)
    {
        (int first, int count) = Partition.Part(_job.Rows, part, _team.Threads);
        if (count > 0)
        {
            PropagateRows(
                _job.Samples.Span.Slice(first * _network.Inputs, count * _network.Inputs),
                _job.Targets.Span.Slice(first * _network.Outputs, count * _network.Outputs),
                first,
                count);
        }
    }

    private void DifferentiatePart(int part) =>
        DifferentiateShare(_job.Samples.Span, _job.Gradient.Span, _job.Rule.Mode, part, _team.Threads);

    private void DescendPart(int part) => DescendShare(_job.Samples.Span, _job.Rule.Step, part, _team.Threads);

    /// <summary>Forward and backward through the layers, for the block's samples from <paramref name="first"/> on.</summary>
    private void PropagateRows(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int first, int rows)
    {
        ReadOnlySpan<LayerLayout> layers = _network.Layout.Layers;
        ReadOnlySpan<float> x = samples;
        for (int i = 0; i < layers.Length; i++)
        {
            Span<float> a = _workspace.Activations(i, first, rows);
            layers[i].Forward(_network.Parameters, x, a);
            x = a;
        }

        OutputGradient(targets, first, rows);
        for (int i = layers.Length - 1; i > 0; i--)
        {
            Span<float> delta = _workspace.Deltas(i - 1, first, rows);
            layers[i].InputGradient(_network.Parameters, _workspace.Deltas(i, first, rows), delta);
            KernelSet.Best.ActivationGradient(delta, _workspace.Activations(i - 1, first, rows), layers[i - 1].Activation);
        }
    }

    /// <summary>The samples' losses, and δ of the last layer.</summary>
    private void OutputGradient(ReadOnlySpan<float> targets, int first, int rows)
    {
        int columns = _network.Outputs;
        int last = _network.Layout.Layers.Length - 1;
        ReadOnlySpan<float> outputs = _workspace.Activations(last, first, rows);
        Span<float> delta = _workspace.Deltas(last, first, rows);
        Span<double> losses = _workspace.Losses(first, rows);
        if (_loss == Loss.CrossEntropy)
        {
            KernelSet.Best.CrossEntropy(outputs, targets, delta, losses);
            return;
        }

        (double valueScale, float gradientScale) = _loss == Loss.HalfMeanSquaredError ? (0.5 / columns, 1) : (1.0 / columns, 2f / columns);
        SquaredError.Evaluate(outputs, targets, delta, losses, valueScale, gradientScale);
        KernelSet.Best.ActivationGradient(delta, outputs, _network.Layout[last].Activation);
    }

    /// <summary>One part of the parameters' gradient, from the activations and δ of all the block's samples.</summary>
    private void DifferentiateShare(ReadOnlySpan<float> samples, Span<float> gradient, GradientMode mode, int part, int parts)
    {
        int rows = RowsOf(samples);
        ReadOnlySpan<LayerLayout> layers = _network.Layout.Layers;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            layers[i].ParameterGradient(InputsOf(i, samples, rows), _workspace.Deltas(i, 0, rows), gradient, mode, part, parts);
        }
    }

    private void DescendShare(ReadOnlySpan<float> samples, float step, int part, int parts)
    {
        int rows = RowsOf(samples);
        ReadOnlySpan<LayerLayout> layers = _network.Layout.Layers;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            layers[i].Descend(_network.Parameters, InputsOf(i, samples, rows), _workspace.Deltas(i, 0, rows), step, part, parts);
        }
    }

    private ReadOnlySpan<float> InputsOf(int layer, ReadOnlySpan<float> samples, int rows) =>
        layer == 0 ? samples : _workspace.Activations(layer - 1, 0, rows);

    private readonly record struct Job(SharedSpan Samples, SharedSpan Targets, SharedSpan Gradient, int Rows, Rule Rule);

    private readonly record struct Rule(GradientMode Mode, float Step);
}
