using System.Diagnostics.CodeAnalysis;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Trains a <see cref="MlpFast.Network"/> by backpropagation, in either of two styles that give the same bits: sample by sample
/// (<see cref="Accumulate"/> any number of times, then <see cref="Step"/>), or a whole batch in one <see cref="Update"/>.
/// </summary>
/// <remarks>
/// <para>
/// The trainer owns the gradient, which the constructor allocates, and a workspace, which grows with the first batch that needs it. The first
/// <see cref="Accumulate"/> adds room for waiting samples, each <see cref="Fit"/> the order of the samples and one batch, and a thread's first
/// step room to copy matrices to. After that <see cref="Accumulate"/>, <see cref="Step"/> and <see cref="Update"/> allocate nothing.
/// </para>
/// <para>Not thread-safe: one thread at a time, and no predictions of the same network while the parameters change.</para>
/// </remarks>
public sealed class Trainer : IDisposable
{
    /// <summary>With fewer parameters it is faster to store their gradient and look at it than to prove beforehand that it is finite.</summary>
    private const int ParametersThatPay = 1 << 14;

    /// <summary>
    /// Nor does the proof pay where the samples have more floats for each parameter and thread: the threads look for the largest of these together,
    /// but only one looks at a gradient.
    /// </summary>
    private const int SampledFloatsThatPay = 3;

    private readonly IOptimizer _optimizer;
    private readonly Reduction _reduction;
    private readonly AlignedBuffer _gradient;
    private readonly Backpropagation _backpropagation;
    private readonly SampleStage _stage;
    private bool _disposed;
    private int _accumulated;
    private double _totalLoss;

    /// <summary>Creates a trainer; the network keeps its parameters.</summary>
    /// <param name="network">The network whose parameters are to be trained.</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">The update rule, used by this trainer alone.</param>
    /// <param name="reduction">How the samples' gradients are combined.</param>
    /// <param name="threads">
    /// Threads that share the work, the calling one included, at least 1. The result does not depend on it, and updates too small to gain
    /// stay on the calling thread. Others wait without using a core once they have been idle for some tens of microseconds.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An enumeration's value is undefined, or there is no thread.</exception>
    /// <exception cref="ArgumentException">The loss and the network's output activation do not go together.</exception>
    public Trainer(Network network, Loss loss, IOptimizer optimizer, Reduction reduction = Reduction.Mean, int threads = 1)
        : this(network, loss, optimizer, reduction, threads, Backpropagation.WorkThatPays)
    {
    }

    /// <summary>A trainer that shares out blocks of so many samples times parameters, whether that pays or not.</summary>
    internal Trainer(Network network, Loss loss, IOptimizer optimizer, Reduction reduction, int threads, long workThatPays)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        RequireDefined(loss, nameof(loss));
        RequireDefined(reduction, nameof(reduction));
        RequireMatchingOutput(loss, network.Layers[^1].Activation);
        Network = network;
        Loss = loss;
        _optimizer = optimizer;
        _reduction = reduction;
        _gradient = new AlignedBuffer(network.Layout.ParameterCount);
        optimizer.Prepare(network.Layout.ParameterCount);
        _backpropagation = new Backpropagation(network, loss, threads, workThatPays);
        _stage = new SampleStage(network.Inputs, network.Outputs, Math.Min(RowBlock.MaxRows, _backpropagation.BlockRows));
    }

    /// <summary>The network being trained.</summary>
    public Network Network { get; }

    /// <summary>What is minimized.</summary>
    public Loss Loss { get; }

    /// <summary>Number of samples accumulated since the last step.</summary>
    public int Accumulated => _accumulated + _stage.Count;

    private float GradientScale => _reduction == Reduction.Mean ? 1f / _accumulated : 1;

    /// <summary>
    /// Adds the gradients of one sample or of several to the gradient of the next <see cref="Step"/>. The network's parameters must not
    /// change between here and there.
    /// </summary>
    /// <param name="samples">Row-major [samples × inputs].</param>
    /// <param name="targets">Row-major [samples × outputs]; for cross-entropy probabilities.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a target is not a probability; nothing was added.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// A loss is not finite. Everything accumulated since the last step is discarded; the parameters are as they were.
    /// </exception>
    public void Accumulate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets)
    {
        int count = RequireBatch(samples, targets);
        for (int row = 0; row < count; row++)
        {
            _stage.Add(Rows(samples, row, 1, Network.Inputs), Rows(targets, row, 1, Network.Outputs));
            if (_stage.IsFull)
            {
                Flush();
            }
        }
    }

    /// <summary>
    /// Updates the parameters with the gradients accumulated since the last step: their mean, or their sum, as <see cref="Reduction"/> says.
    /// </summary>
    /// <returns>The mean loss of the accumulated samples.</returns>
    /// <exception cref="InvalidOperationException">Nothing was accumulated.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// A loss or the gradient is not finite. Everything accumulated is discarded; the parameters are as they were.
    /// </exception>
    public double Step()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Accumulated == 0)
        {
            throw new InvalidOperationException("Expected at least 1 accumulated sample before a step, but there are 0.");
        }

        if (_accumulated == 0)
        {
            return UpdateBatch(_stage.Samples, _stage.Targets, _stage.Count);
        }

        Flush();
        return ApplyGradient();
    }

    /// <summary>One update with a whole batch: the same as to accumulate all its samples and step.</summary>
    /// <param name="samples">Row-major [samples × inputs], at least one sample.</param>
    /// <param name="targets">Row-major [samples × outputs]; for cross-entropy probabilities.</param>
    /// <returns>The mean loss of the batch, from before the update.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a target is not a probability.</exception>
    /// <exception cref="InvalidOperationException">Accumulated samples wait for their step.</exception>
    /// <exception cref="NotFiniteNumberException">A loss or the gradient is not finite; the parameters are as they were.</exception>
    public double Update(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets)
    {
        int count = RequireNonEmptyBatch(samples, targets);
        RequireNothingAccumulated();
        return UpdateBatch(samples, targets, count);
    }

    /// <summary>Trains on a data set for a number of epochs.</summary>
    /// <param name="samples">Row-major [samples × inputs], at least one sample.</param>
    /// <param name="targets">Row-major [samples × outputs]; for cross-entropy probabilities.</param>
    /// <param name="options">How to walk through the data.</param>
    /// <param name="progress">Told of every batch, on the calling thread. May predict, and must not use this trainer.</param>
    /// <param name="cancellationToken">Honoured before every batch; the network keeps what the batches before have taught it.</param>
    /// <returns>The mean loss over the last epoch's samples, each from before the update its batch led to.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a target is not a probability.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, such as a batch larger than the data.</exception>
    /// <exception cref="InvalidOperationException">Accumulated samples wait for their step.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// A loss or the gradient is not finite; the parameters are as they were before that batch.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public double Fit(
        ReadOnlySpan<float> samples,
        ReadOnlySpan<float> targets,
        FitOptions options,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        int count = RequireNonEmptyBatch(samples, targets);
        RequireNothingAccumulated();
        var batches = new BatchSource(samples, targets, count, options);
        double loss = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            loss = FitEpoch(batches, epoch, options, progress, cancellationToken);
        }

        return loss;
    }

    /// <summary>Forgets what was accumulated since the last step. The parameters stay as they are.</summary>
    public void Discard()
    {
        _stage.Clear();
        _accumulated = 0;
        _totalLoss = 0;
    }

    /// <summary>
    /// The sum of the accumulated samples' gradients, in the layout of <see cref="Network.Parameters"/>; zero where there are none. Once
    /// samples are accumulated, what is written to it takes part in the next <see cref="Step"/>: the place for an all-reduce or for clipping.
    /// </summary>
    /// <returns>A span over the trainer's own gradient, valid until the next call that adds to it or steps.</returns>
    /// <exception cref="NotFiniteNumberException">
    /// A loss is not finite. Everything accumulated since the last step is discarded; the parameters are as they were.
    /// </exception>
    public Span<float> AccumulatedGradient()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Flush();
        if (_accumulated == 0)
        {
            _gradient.Span.Clear();
        }

        return _gradient.Span;
    }

    /// <summary>
    /// Ends the trainer's threads; without any there is nothing to end. The network stays as it is. The trainer then refuses
    /// to train: <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        _backpropagation.Dispose();
    }

    private double FitEpoch(
        BatchSource batches, int epoch, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        double total = 0;
        int seen = 0;
        batches.StartEpoch();
        for (int batch = 1; batch <= batches.BatchesPerEpoch; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RequireNothingAccumulated();
            batches.Next(out ReadOnlySpan<float> samples, out ReadOnlySpan<float> targets, out int rows);
            total += rows * (options.Style == UpdateStyle.Batch ? UpdateBatch(samples, targets, rows) : UpdatePerSample(samples, targets, rows));
            seen += rows;
            long earlier = (long)(epoch - 1) * batches.SamplesPerEpoch;
            progress?.Report(new FitProgress(epoch, options.Epochs, batch, batches.BatchesPerEpoch, earlier + seen, total / seen));
        }

        return total / seen;
    }

    private double UpdatePerSample(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Accumulate(Rows(samples, row, 1, Network.Inputs), Rows(targets, row, 1, Network.Outputs));
        }

        return Step();
    }

    private double UpdateBatch(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows)
    {
        if (Network.Layout.ParameterCount >= ParametersThatPay
            && samples.Length <= SampledFloatsThatPay * (long)Network.Layout.ParameterCount * _backpropagation.Threads
            && rows <= _backpropagation.BlockRows
            && !samples.Overlaps(Network.Parameters)
            && _optimizer is StochasticGradientDescent descent)
        {
            return Descend(descent, samples, targets, rows);
        }

        if (rows <= _backpropagation.BlockRows)
        {
            AddGradient(samples, targets, rows);
        }
        else
        {
            AddBlocks(samples, targets, rows);
        }

        return ApplyGradient();
    }

    /// <summary>More samples than one block. Apart from it, whose slices would be a noticeable part of a small network's step.</summary>
    private void AddBlocks(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows)
    {
        for (int first = 0; first < rows; first += _backpropagation.BlockRows)
        {
            int blockRows = Math.Min(_backpropagation.BlockRows, rows - first);
            AddGradient(Rows(samples, first, blockRows, Network.Inputs), Rows(targets, first, blockRows, Network.Outputs), blockRows);
        }
    }

    /// <summary>One update without keeping the gradient, wherever it is sure to be finite.</summary>
    private double Descend(StochasticGradientDescent descent, ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows)
    {
        try
        {
            Propagate(samples, targets, rows, findsMagnitudes: true);
            if (_backpropagation.GradientIsSurelyFinite())
            {
                _backpropagation.Descend(samples, descent.Step(GradientScale));
                return _totalLoss / rows;
            }

            _backpropagation.Differentiate(samples, _gradient.Span, GradientMode.Overwrite);
            return ApplyGradient();
        }
        finally
        {
            Discard();
        }
    }

    private void Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows, bool findsMagnitudes)
    {
        _totalLoss = _backpropagation.Propagate(samples, targets, _totalLoss, findsMagnitudes);
        _accumulated += rows;
        RequireFiniteLoss();
    }

    private void Flush()
    {
        if (_stage.Count > 0)
        {
            AddGradient(_stage.Samples, _stage.Targets, _stage.Count);
            _stage.Clear();
        }
    }

    private void AddGradient(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows)
    {
        GradientMode mode = _accumulated == 0 ? GradientMode.Overwrite : GradientMode.Accumulate;
        try
        {
            Propagate(samples, targets, rows, findsMagnitudes: false);
            _backpropagation.Differentiate(samples, _gradient.Span, mode);
        }
        catch
        {
            Discard(); // The gradient may hold a part of these samples.
            throw;
        }
    }

    private double ApplyGradient()
    {
        try
        {
            RequireFiniteGradient();
            _optimizer.Update(Network.Parameters, _gradient.Span, GradientScale);
            return _totalLoss / _accumulated;
        }
        finally
        {
            Discard();
        }
    }

    private void RequireFiniteLoss()
    {
        if (!double.IsFinite(_totalLoss))
        {
            ThrowNotFiniteLoss();
        }
    }

    [DoesNotReturn]
    private void ThrowNotFiniteLoss() => throw new NotFiniteNumberException(
        $"Expected a finite loss, but those of samples 0 to {_accumulated - 1} since the last step sum to {_totalLoss}.", _totalLoss);

    private void RequireFiniteGradient()
    {
        ReadOnlySpan<float> gradient = _gradient.Span;
        int parameter = NonFinite.IndexIn(gradient);
        if (parameter >= 0)
        {
            ThrowNotFiniteGradient(parameter, gradient[parameter]);
        }
    }

    [DoesNotReturn]
    private static void ThrowNotFiniteGradient(int parameter, float value) =>
        throw new NotFiniteNumberException($"Expected a finite gradient, but that of parameter {parameter} is {value}.", value);

    private int RequireBatch(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int count = Shape.CountRows(samples.Length, Network.Inputs, nameof(samples));
        Shape.RequireLength(targets.Length, count, Network.Outputs, nameof(targets));
        if (Loss == Loss.CrossEntropy)
        {
            Probabilities.Require(targets, Network.Outputs, nameof(targets));
        }

        return count;
    }

    private int RequireNonEmptyBatch(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets)
    {
        int count = RequireBatch(samples, targets);
        return count > 0 ? count : throw new ArgumentException("Expected at least 1 sample, but got 0.", nameof(samples));
    }

    private void RequireNothingAccumulated()
    {
        if (Accumulated > 0)
        {
            ThrowAccumulated();
        }
    }

    [DoesNotReturn]
    private void ThrowAccumulated() => throw new InvalidOperationException(
        $"Expected 0 accumulated samples before a batch update, but there are {Accumulated}: call Step or Discard first.");

    private static void RequireDefined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    private static void RequireMatchingOutput(Loss loss, Activation output)
    {
        if (loss == Loss.CrossEntropy != (output == Activation.Softmax))
        {
            throw new ArgumentException(
                $"Expected cross-entropy and a softmax output together, but the loss is {loss} and the output {output}.", nameof(loss));
        }
    }

    private static ReadOnlySpan<float> Rows(ReadOnlySpan<float> matrix, int first, int count, int columns) =>
        matrix.Slice(first * columns, count * columns);
}
