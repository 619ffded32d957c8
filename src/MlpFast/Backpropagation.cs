using MlpFast.Kernels;

namespace MlpFast;

/// <summary>Forward and backward pass of a block of samples over a team of threads.</summary>
/// <remarks>
/// First <see cref="Propagate"/>, then <see cref="Differentiate"/>, or <see cref="GradientIsSurelyFinite"/> and <see cref="Descend"/>, with
/// the same samples. The work is a sequence of phases. In each, every thread computes a share of the results that no other one touches, of all
/// the samples' and then of all the parameters'. Where all layers are narrow, or the samples are many, each thread takes some samples through
/// the layers in a single phase; else the columns of wide layers are shared out, and the threads meet after each layer. By the order rule the
/// shares change no bit.
/// </remarks>
internal sealed class Backpropagation : IDisposable
{
    /// <summary>
    /// Samples times parameters below which a block stays on the calling thread: to hand over the parts would cost more than the others gain.
    /// </summary>
    public const long WorkThatPays = 500_000;

    /// <summary>Of the samples among the magnitudes, before those of the first layer.</summary>
    private const int SamplesIndex = 0;

    private readonly Network _network;
    private readonly Loss _loss;
    private readonly WorkerTeam _team;
    private readonly long _workThatPays;

    /// <summary>[(1 + layers) × threads], 0 where not needed: of the samples, then of each layer. A thread writes those of its share.</summary>
    private readonly Magnitudes[] _magnitudes;

    private readonly Action<int> _propagate;
    private readonly Action<int> _forward;
    private readonly Action<int> _outputGradient;
    private readonly Action<int> _inputGradient;
    private readonly Action<int> _differentiate;
    private readonly Action<int> _descend;
    private readonly SmallBackpropagation? _small;

    /// <summary>Whether it has propagated the present samples.</summary>
    private bool _isSmall;

    /// <summary>Whether it has found their magnitudes.</summary>
    private bool _findsMagnitudes;

    private Workspace _workspace;

    // The job that the phases are about: fields, for the threads to read.
    private SharedSpan<float> _samples;
    private SharedSpan<float> _targets;
    private SharedSpan<float> _gradient;
    private GradientMode _mode;
    private float _step;
    private int _rows;
    private int _parts;
    private int _layer;

    /// <param name="network">The network.</param>
    /// <param name="loss">What is differentiated.</param>
    /// <param name="threads">Size of the team.</param>
    /// <param name="workThatPays">Samples times parameters from which a block is shared.</param>
    public Backpropagation(Network network, Loss loss, int threads, long workThatPays)
    {
        _network = network;
        _loss = loss;
        _workThatPays = workThatPays;
        _magnitudes = new Magnitudes[(1 + network.Layout.Layers.Length) * threads];
        _propagate = PropagateShare;
        _forward = part => ForwardShare(_layer, part);
        _outputGradient = OutputGradientShare;
        _inputGradient = part => InputGradientShare(_layer, part);
        _differentiate = DifferentiateShare;
        _descend = DescendShare;
        BlockRows = RowBlock.TrainedRowsOf(Math.Max(network.Layout.ActivationsPerSample, network.Inputs), threads);
        _small = network.Layout.Small is { } layers ? new SmallBackpropagation(network, layers, loss) : null;
        _workspace = new Workspace(network.Layout, rows: 0);
        _team = new WorkerTeam(threads);
    }

    /// <summary>Most samples that pass together. A larger batch is a sequence of blocks; by the order rule the bits are the same.</summary>
    public int BlockRows { get; }

    /// <summary>Size of the team.</summary>
    public int Threads => _team.Threads;

    private int LastLayer => _network.Layout.Layers.Length - 1;

    /// <summary>
    /// Forward, losses, and backward down to the δ of the first layer, on the way of small networks to those of the last. Allocates where there
    /// were never as many samples.
    /// </summary>
    /// <param name="samples">[rows × inputs], at most <see cref="BlockRows"/> rows.</param>
    /// <param name="targets">[rows × outputs].</param>
    /// <param name="totalLoss">Sum of the losses of the samples before these.</param>
    /// <param name="findsMagnitudes">Whether to find on the way what <see cref="GradientIsSurelyFinite"/> needs.</param>
    /// <returns>The sum with the losses of these, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more samples than a block has.</exception>
    public double Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, double totalLoss, bool findsMagnitudes = false)
    {
        _findsMagnitudes = findsMagnitudes;
        int rows = samples.Length / _network.Inputs;
        if (rows > BlockRows)
        {
            throw new ArgumentOutOfRangeException(nameof(samples), rows, $"Expected at most {BlockRows} samples.");
        }

        _isSmall = _small is not null && _small.Takes(rows);
        if (_isSmall)
        {
            _rows = rows;
            return _small!.Propagate(samples, targets, rows, totalLoss);
        }

        if (rows > _workspace.Rows)
        {
            _workspace = new Workspace(_network.Layout, rows);
        }

        Run(samples, targets, [], static self => self.PropagatePhases());
        return TotalLoss.Add(totalLoss, _workspace.Losses(0, rows));
    }

    /// <summary>
    /// Whether no element of the gradient can overflow: rows times the largest input, at least 1 for the biases, times the largest δ bounds every
    /// element of a layer's. Where it is <see langword="false"/> the gradient may be finite or not.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The samples are so few, and the layers so small, that it would not pay; or their magnitudes were not found as they were propagated.
    /// </exception>
    public bool GradientIsSurelyFinite()
    {
        RequireNotSmall();
        if (!_findsMagnitudes)
        {
            throw new InvalidOperationException("Expected samples that were propagated with their magnitudes, but they were not.");
        }

        double bound = 0;
        float inputs = Largest(SamplesIndex).Activation;
        for (int i = 0; i <= LastLayer; i++)
        {
            Magnitudes layer = Largest(IndexOf(i));
            bound = Math.Max(bound, (double)_rows * Math.Max(inputs, 1) * layer.Delta);
            inputs = layer.Activation;
        }

        return bound < float.MaxValue / 2;
    }

    /// <summary>The parameters' gradient, summed over the samples.</summary>
    public void Differentiate(ReadOnlySpan<float> samples, Span<float> gradient, GradientMode mode)
    {
        if (_isSmall)
        {
            _small!.Differentiate(samples, _rows, gradient, mode);
            return;
        }

        _mode = mode;
        Run(samples, [], gradient, static self => self.RunPhase(self._differentiate));
    }

    /// <summary>θ ← θ + step · gradient, without keeping the gradient.</summary>
    /// <exception cref="InvalidOperationException">The samples are so few, and the layers so small, that it would not pay.</exception>
    public void Descend(ReadOnlySpan<float> samples, float step)
    {
        RequireNotSmall();
        _step = step;
        Run(samples, [], [], static self => self.RunPhase(self._descend));
    }

    public void Dispose() => _team.Dispose();

    private void RequireNotSmall()
    {
        if (_isSmall)
        {
            throw new InvalidOperationException("Expected samples that did not take the way of small networks, but they did.");
        }
    }

    /// <summary>Runs phases with the memory of the spans pinned, so that all threads reach it.</summary>
    private void Run(
        ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, Span<float> gradient, Action<Backpropagation> phases)
    {
        _rows = samples.Length / _network.Inputs;
        bool pays = (long)_rows * _network.Layout.ParameterCount >= _workThatPays;
        _parts = pays ? _team.Threads : 1;
        try
        {
            SharedSpan.Run(samples, targets, gradient, (Self: this, Phases: phases), static (state, x, y, g) =>
            {
                (state.Self._samples, state.Self._targets, state.Self._gradient) = (x, y, g);
                state.Phases(state.Self);
            });
        }
        finally
        {
            (_samples, _targets, _gradient) = (default, default, default); // Their memory is no longer pinned.
        }
    }

    private void RunPhase(Action<int> phase)
    {
        if (_parts == 1)
        {
            phase(0);
        }
        else
        {
            _team.Run(phase);
        }
    }

    private void PropagatePhases()
    {
        if (Share.IsOfRows(_rows, _network.Layout.WidestOutputs, _parts))
        {
            RunPhase(_propagate);
            return;
        }

        for (_layer = 0; _layer <= LastLayer; _layer++)
        {
            RunPhase(_forward);
        }

        RunPhase(_outputGradient);
        for (_layer = LastLayer; _layer > 0; _layer--)
        {
            RunPhase(_inputGradient);
        }
    }

    /// <summary>Some samples, forward and backward through all layers: no layer asks for what another thread computes.</summary>
    private void PropagateShare(int part)
    {
        for (int layer = 0; layer <= LastLayer; layer++)
        {
            ForwardShare(layer, part);
        }

        OutputGradientShare(part);
        for (int layer = LastLayer; layer > 0; layer--)
        {
            InputGradientShare(layer, part);
        }
    }

    private void ForwardShare(int layer, int part) =>
        _network.Layout[layer].Forward(_network.Parameters, InputsOf(layer), Activations(layer), new Share(part, _parts));

    /// <summary>Some samples' losses, and their δ of the last layer.</summary>
    private void OutputGradientShare(int part)
    {
        (int first, int rows) = Partition.Part(_rows, part, _parts);
        int columns = _network.Outputs;
        OutputGradient.Evaluate(
            _loss,
            _network.Layout[LastLayer].Activation,
            _workspace.Activations(LastLayer, first, rows).Elements,
            _targets.Span.Slice(first * columns, rows * columns),
            _workspace.Deltas(LastLayer, first, rows).Elements,
            _workspace.Losses(first, rows),
            columns);
        if (_findsMagnitudes)
        {
            FindOuterMagnitudes(part, first, rows);
        }
    }

    /// <summary>The magnitudes of some samples and of their δ of the last layer. <see cref="InputGradientShare"/> finds the others.</summary>
    private void FindOuterMagnitudes(int part, int first, int rows)
    {
        float samples = KernelSet.Best.LargestMagnitude(_samples.Span.Slice(first * _network.Inputs, rows * _network.Inputs));
        float delta = KernelSet.Best.LargestMagnitude(_workspace.Deltas(LastLayer, first, rows));
        SharesOf(SamplesIndex)[part] = new Magnitudes(Delta: 0, samples);
        SharesOf(IndexOf(LastLayer))[part] = new Magnitudes(delta, Activation: 0);
    }

    /// <summary>δ of the layer below.</summary>
    private void InputGradientShare(int layer, int part)
    {
        var share = new Share(part, _parts);
        ref readonly LayerLayout below = ref _network.Layout[layer - 1];
        Matrix delta = Deltas(layer - 1);
        _network.Layout[layer].InputGradient(_network.Parameters, Deltas(layer), delta, share);
        SharesOf(IndexOf(layer - 1))[part] =
            KernelSet.Best.ActivationGradient(delta, Activations(layer - 1), below.Activation, share, _findsMagnitudes);
    }

    private void DifferentiateShare(int part)
    {
        for (int i = LastLayer; i >= 0; i--)
        {
            _network.Layout[i].ParameterGradient(
                InputsOf(i), Deltas(i), _gradient.Span, _mode, new Share(part, _parts));
        }
    }

    private void DescendShare(int part)
    {
        for (int i = LastLayer; i >= 0; i--)
        {
            _network.Layout[i].Descend(_network.Parameters, InputsOf(i), Deltas(i), _step, new Share(part, _parts));
        }
    }

    private Magnitudes Largest(int index)
    {
        Magnitudes largest = default;
        foreach (Magnitudes share in SharesOf(index))
        {
            largest = largest.Max(share);
        }

        return largest;
    }

    /// <summary>One for each thread that takes part.</summary>
    private Span<Magnitudes> SharesOf(int index) => _magnitudes.AsSpan(index * _team.Threads, _parts);

    private static int IndexOf(int layer) => SamplesIndex + 1 + layer;

    private ReadOnlyMatrix InputsOf(int layer) => layer == 0 ? new(_samples.Span, _network.Inputs) : Activations(layer - 1);

    private Matrix Activations(int layer) => _workspace.Activations(layer, 0, _rows);

    private Matrix Deltas(int layer) => _workspace.Deltas(layer, 0, _rows);
}
