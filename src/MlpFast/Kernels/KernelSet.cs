using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The operations that networks and trainers are made of, in the vector width that is chosen here and nowhere else.</summary>
/// <remarks>
/// Matrices are row-major. An operation gives the same bits in every width (see <see cref="MatrixProduct{TLane}"/>). Thread-safe: there is
/// no state. Nothing is allocated but a thread's scratch memory, once, and the description of a small network.
/// </remarks>
internal abstract class KernelSet
{
    /// <summary>The environment variable that forces a kernel set by its <see cref="Name"/>, for tests and benchmarks.</summary>
    private const string Variable = "MLPFAST_KERNELS";

    private static readonly string? NameAsked = Environment.GetEnvironmentVariable(Variable);

    /// <summary>What this machine supports, best first.</summary>
    public static IReadOnlyList<KernelSet> Supported { get; } =
        Vector512Lane.IsSupported
            ? [new KernelSet<Vector512Lane>("vector512"), new KernelSet<VectorLane>("vector")]
            : [new KernelSet<VectorLane>("vector")];

    /// <summary>The first supported one, or the one that the environment names.</summary>
    public static KernelSet Best { get; } =
        string.IsNullOrEmpty(NameAsked) ? Supported[0] : Named(NameAsked) ?? Supported[0];

    public abstract string Name { get; }

    /// <summary>Refuses a name in the environment that is not supported.</summary>
    /// <remarks>Not where <see cref="Best"/> is set, since what a static initializer throws reaches the caller inside another exception.</remarks>
    /// <exception cref="PlatformNotSupportedException">There is no kernel set of that name.</exception>
    public static void RequireSupported()
    {
        if (!string.IsNullOrEmpty(NameAsked) && !string.Equals(Best.Name, NameAsked, StringComparison.Ordinal))
        {
            throw Unsupported();
        }
    }

    /// <summary>
    /// A = f(X·W + b): X [rows × inputs], W [inputs × outputs], b [outputs], A [rows × outputs]. For softmax it stops at the logits.
    /// </summary>
    public void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> biases,
        Span<float> a,
        int inputs,
        int outputs,
        Activation activation) => Forward(x, weights, biases, a, inputs, outputs, activation, Share.Whole);

    /// <summary>One thread's share of A = f(X·W + b).</summary>
    public abstract void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> biases,
        Span<float> a,
        int inputs,
        int outputs,
        Activation activation,
        Share share);

    /// <inheritdoc cref="SmallNetwork{TLane}.Of"/>
    public abstract SmallLayers? SmallLayersOf(ReadOnlySpan<LayerLayout> layers);

    /// <inheritdoc cref="SmallNetwork{TLane}.Predict"/>
    public abstract void PredictSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination);

    /// <inheritdoc cref="SmallNetwork{TLane}.Forward"/>
    public abstract void ForwardSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, Span<float> activations, int capacity);

    /// <inheritdoc cref="SmallNetwork{TLane}.Backward"/>
    public abstract void BackwardSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> activations, Span<float> deltas, int rows, int capacity);

    /// <inheritdoc cref="SmallNetwork{TLane}.Gradient"/>
    public abstract void GradientSmall(
        SmallLayers layers,
        ReadOnlySpan<float> samples,
        ReadOnlySpan<float> activations,
        ReadOnlySpan<float> deltas,
        Span<float> gradient,
        int capacity,
        GradientMode mode);

    /// <summary>a = f(z) for sigmoid, ReLU and tanh, in place or into a span apart. For the other activations nothing is done.</summary>
    public abstract void Activate(ReadOnlySpan<float> z, Span<float> a, Activation activation);

    /// <summary>Replaces each row of logits, [rows × columns], by its softmax.</summary>
    public void Softmax(Span<float> logits, int columns) => Softmax(logits, logits, columns);

    /// <summary>The softmax of each row of logits, [rows × columns], in place or into a span apart.</summary>
    public abstract void Softmax(ReadOnlySpan<float> logits, Span<float> destination, int columns);

    /// <summary>Each row's loss and its gradient with respect to the logits: see <see cref="Softmax{TLane}.CrossEntropy"/>.</summary>
    public abstract void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses);

    /// <summary>δ ← δ ∘ f′(z), with f′ from the activations a = f(z): both [rows × outputs].</summary>
    public abstract void ActivationGradient(Span<float> delta, ReadOnlySpan<float> a, Activation activation);

    /// <summary>One thread's share of it, for δ with so many columns: the same elements as of <see cref="InputGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, Share)"/>.</summary>
    public void ActivationGradient(Span<float> delta, ReadOnlySpan<float> a, int columns, Activation activation, Share share)
    {
        Region region = share.Of(delta.Length / columns, columns);
        for (int run = 0; run < region.Runs(columns); run++)
        {
            Range range = region.Run(run, columns);
            ActivationGradient(delta[range], a[range], activation);
        }
    }

    /// <summary>dX = δ·Wᵀ: δ [rows × outputs], W [inputs × outputs], dX [rows × inputs].</summary>
    public void InputGradient(
        ReadOnlySpan<float> delta, ReadOnlySpan<float> weights, Span<float> gradient, int inputs, int outputs) =>
        InputGradient(delta, weights, gradient, inputs, outputs, Share.Whole);

    /// <summary>One thread's share of dX = δ·Wᵀ.</summary>
    public abstract void InputGradient(
        ReadOnlySpan<float> delta, ReadOnlySpan<float> weights, Span<float> gradient, int inputs, int outputs, Share share);

    /// <summary>
    /// Rows of dW = Xᵀ·δ from <paramref name="firstInput"/> on, or the same added to them: X [rows × inputs], δ [rows × outputs],
    /// gradient [rows of dW × outputs]. The outer product of a single row is the case rows = 1.
    /// </summary>
    public abstract void WeightGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<float> gradient, int firstInput, int inputs, int outputs, GradientMode mode);

    /// <summary>
    /// W ← W + step · Xᵀ·δ for rows of W from <paramref name="firstInput"/> on: a step of gradient descent that keeps no gradient.
    /// </summary>
    public abstract void DescendWeights(
        ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<float> weights, int firstInput, int inputs, int outputs, float step);

    /// <summary>db = Σ δ over the rows of δ [rows × outputs], or the same added to db [outputs].</summary>
    public abstract void BiasGradient(ReadOnlySpan<float> delta, Span<float> gradient, GradientMode mode);

    /// <summary>b ← b + step · Σ δ.</summary>
    public abstract void DescendBiases(ReadOnlySpan<float> delta, Span<float> biases, float step);

    /// <summary>The largest absolute value, 0 of none; NaN where a value is NaN.</summary>
    public abstract float LargestMagnitude(ReadOnlySpan<float> values);

    private static KernelSet? Named(string name) =>
        Supported.FirstOrDefault(kernels => string.Equals(kernels.Name, name, StringComparison.Ordinal));

    private static PlatformNotSupportedException Unsupported() =>
        new($"Expected {Variable} to be one of {string.Join(", ", Supported.Select(kernels => kernels.Name))}, but got {NameAsked}.");
}

/// <inheritdoc/>
[SkipLocalsInit] // To clear matrices, blocks and tiles takes a good part of the time of a small product.
internal sealed class KernelSet<TLane>(string name) : KernelSet
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>1 · δ + sum is δ + sum, rounded once: how a product sums up rows.</summary>
    private const float One = 1;

    public override string Name => name;

    public override unsafe void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> biases,
        Span<float> a,
        int inputs,
        int outputs,
        Activation activation,
        Share share)
    {
        int rows = Bounds.Rows(x.Length, inputs);
        Bounds.Require(a.Length, (long)rows * outputs);
        if (share.Parts == 1 && SmallLayer<TLane>.Fits(rows, inputs, outputs))
        {
            Bounds.Require(weights.Length, (long)inputs * outputs);
            Bounds.Require(biases.Length, outputs);
            fixed (float* pinnedX = x, pinnedWeights = weights, pinnedBiases = biases, pinnedA = a)
            {
                SmallLayer<TLane>.Forward(
                    pinnedX, paddedX: false, pinnedWeights, pinnedBiases, pinnedA, paddedA: false, rows, inputs, outputs, activation);
            }
        }
        else
        {
            ForwardProduct(x, weights, biases, a, rows, inputs, outputs, activation, share);
        }
    }

    public override SmallLayers? SmallLayersOf(ReadOnlySpan<LayerLayout> layers) => SmallNetwork<TLane>.Of(layers);

    public override void PredictSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination) =>
        SmallNetwork<TLane>.Predict(layers, parameters, sample, destination);

    public override void ForwardSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, Span<float> activations, int capacity) =>
        SmallNetwork<TLane>.Forward(layers, parameters, samples, activations, capacity);

    public override void BackwardSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> activations, Span<float> deltas, int rows, int capacity) =>
        SmallNetwork<TLane>.Backward(layers, parameters, activations, deltas, rows, capacity);

    public override void GradientSmall(
        SmallLayers layers,
        ReadOnlySpan<float> samples,
        ReadOnlySpan<float> activations,
        ReadOnlySpan<float> deltas,
        Span<float> gradient,
        int capacity,
        GradientMode mode) => SmallNetwork<TLane>.Gradient(layers, samples, activations, deltas, gradient, capacity, mode);

    public override void Activate(ReadOnlySpan<float> z, Span<float> a, Activation activation)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                ElementWise<TLane>.Activate<SigmoidActivation>(z, a);
                break;
            case Activation.ReLU:
                ElementWise<TLane>.Activate<ReLUActivation>(z, a);
                break;
            case Activation.Tanh:
                ElementWise<TLane>.Activate<TanhActivation>(z, a);
                break;
        }
    }

    public override void Softmax(ReadOnlySpan<float> logits, Span<float> destination, int columns) =>
        Softmax<TLane>.Apply(logits, destination, columns);

    public override void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses) =>
        Softmax<TLane>.CrossEntropy(logits, targets, gradients, losses);

    public override void ActivationGradient(Span<float> delta, ReadOnlySpan<float> a, Activation activation)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                ElementWise<TLane>.Backpropagate<SigmoidActivation>(delta, a);
                break;
            case Activation.ReLU:
                ElementWise<TLane>.Backpropagate<ReLUActivation>(delta, a);
                break;
            case Activation.Tanh:
                ElementWise<TLane>.Backpropagate<TanhActivation>(delta, a);
                break;
        }
    }

    public override unsafe void InputGradient(
        ReadOnlySpan<float> delta, ReadOnlySpan<float> weights, Span<float> gradient, int inputs, int outputs, Share share)
    {
        int rows = delta.Length / outputs;
        Bounds.Require(gradient.Length, (long)rows * inputs);
        Region region = share.Of(rows, inputs);
        if (region.IsEmpty)
        {
            return;
        }

        fixed (float* pinnedDelta = delta, pinnedWeights = weights)
        {
            MatrixProduct<TLane>.FromGradient(
                StridedMatrix.RowMajor(pinnedDelta, delta.Length, rows, outputs).Slice(region.FirstRow, region.Rows),
                StridedMatrix.RowMajor(pinnedWeights, weights.Length, inputs, outputs).Transposed()
                    .SliceColumns(region.FirstColumn, region.Columns),
                gradient[region.Offset(inputs)..],
                inputs,
                GradientMode.Overwrite);
        }
    }

    public override unsafe void WeightGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<float> gradient, int firstInput, int inputs, int outputs, GradientMode mode)
    {
        int rows = x.Length / inputs;
        int count = gradient.Length / outputs;
        fixed (float* pinnedX = x, pinnedDelta = delta)
        {
            StridedMatrix samples = StridedMatrix.RowMajor(pinnedX, x.Length, rows, inputs).SliceColumns(firstInput, count);
            StridedMatrix deltas = StridedMatrix.RowMajor(pinnedDelta, delta.Length, rows, outputs);
            if (NarrowGradient<TLane>.Pays(rows, count, outputs))
            {
                NarrowGradient<TLane>.Compute(samples, deltas, gradient, mode);
            }
            else
            {
                MatrixProduct<TLane>.FromGradient(samples.Transposed(), deltas, gradient, outputs, mode);
            }
        }
    }

    public override unsafe void DescendWeights(
        ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<float> weights, int firstInput, int inputs, int outputs, float step)
    {
        int rows = x.Length / inputs;
        int count = weights.Length / outputs;
        fixed (float* pinnedX = x, pinnedDelta = delta)
        {
            StridedMatrix samples = StridedMatrix.RowMajor(pinnedX, x.Length, rows, inputs).SliceColumns(firstInput, count);
            StridedMatrix deltas = StridedMatrix.RowMajor(pinnedDelta, delta.Length, rows, outputs);
            if (NarrowGradient<TLane>.Pays(rows, count, outputs))
            {
                NarrowGradient<TLane>.Descend(samples, deltas, weights, step);
            }
            else
            {
                MatrixProduct<TLane>.AddScaled(samples.Transposed(), deltas, weights, step);
            }
        }
    }

    public override unsafe void BiasGradient(ReadOnlySpan<float> delta, Span<float> gradient, GradientMode mode)
    {
        int rows = RowsOf(delta, gradient.Length);
        float one = One;
        fixed (float* pinnedDelta = delta)
        {
            StridedMatrix deltas = StridedMatrix.RowMajor(pinnedDelta, delta.Length, rows, gradient.Length);
            MatrixProduct<TLane>.FromGradient(StridedMatrix.RowOf(&one, rows), deltas, gradient, gradient.Length, mode);
        }
    }

    public override unsafe void DescendBiases(ReadOnlySpan<float> delta, Span<float> biases, float step)
    {
        int rows = RowsOf(delta, biases.Length);
        float one = One;
        fixed (float* pinnedDelta = delta)
        {
            StridedMatrix deltas = StridedMatrix.RowMajor(pinnedDelta, delta.Length, rows, biases.Length);
            MatrixProduct<TLane>.AddScaled(StridedMatrix.RowOf(&one, rows), deltas, biases, step);
        }
    }

    public override float LargestMagnitude(ReadOnlySpan<float> values) =>
        values.IsEmpty ? 0 : ElementWise<TLane>.Reduce<LargestMagnitude<TLane>>(values);

    /// <summary>Apart from the path of a small layer, which its many locals would slow down.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void ForwardProduct(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> biases,
        Span<float> a,
        int rows,
        int inputs,
        int outputs,
        Activation activation,
        Share share)
    {
        Region region = share.Of(rows, outputs);
        if (region.IsEmpty)
        {
            return;
        }

        fixed (float* pinnedX = x, pinnedWeights = weights)
        {
            StridedMatrix samples = StridedMatrix.RowMajor(pinnedX, x.Length, rows, inputs).Slice(region.FirstRow, region.Rows);
            StridedMatrix matrix = StridedMatrix.RowMajor(pinnedWeights, weights.Length, inputs, outputs);
            if (TwoChains<TLane>.Apply(inputs, outputs))
            {
                TwoChains<TLane>.Forward(samples, matrix, biases, a[region.Offset(outputs)..]);
            }
            else
            {
                MatrixProduct<TLane>.FromBias(
                    samples,
                    matrix.SliceColumns(region.FirstColumn, region.Columns),
                    biases[region.FirstColumn..],
                    a[region.Offset(outputs)..],
                    outputs);
            }
        }

        for (int run = 0; run < region.Runs(outputs); run++)
        {
            Span<float> values = a[region.Run(run, outputs)];
            Activate(values, values, activation);
        }
    }

    /// <summary>A row that is not whole counts, so that the check of the bounds refuses it.</summary>
    private static int RowsOf(ReadOnlySpan<float> matrix, int columns) => (matrix.Length + columns - 1) / columns;
}
