using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The operations that networks and trainers are made of, in the vector width that is chosen here and nowhere else.</summary>
/// <remarks>
/// Matrices are row-major. An operation gives the same bits in every width (see <see cref="MatrixProduct{TLane}"/>). Thread-safe: there is
/// no state. Nothing is allocated but a thread's scratch memory, once, and the description of a small network with
/// what its first batch needs.
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
    /// One thread's share of A = f(X·W + b): X [rows × inputs], W [inputs × outputs], b [outputs], A [rows × outputs]. For softmax it stops at
    /// the logits.
    /// </summary>
    public abstract void Forward(
        in ReadOnlyMatrix x, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, in Matrix a, Activation activation, Share share);

    /// <inheritdoc cref="SmallNetwork{TLane}.Of"/>
    public abstract SmallLayers? SmallLayersOf(ReadOnlySpan<LayerLayout> layers);

    /// <inheritdoc cref="SmallNetwork{TLane}.Predict(SmallLayers, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public abstract void PredictSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination);

    /// <inheritdoc cref="SmallNetwork{TLane}.Forward"/>
    public abstract void ForwardSmall(SmallWorkspace workspace, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, int rows);

    /// <inheritdoc cref="SmallNetwork{TLane}.Backward"/>
    public abstract void BackwardSmall(
        SmallWorkspace workspace,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> samples,
        int rows,
        Span<float> gradient,
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

    /// <summary>Each row's loss and δ of the last layer: see <see cref="SquaredError{TLane}.Evaluate"/>.</summary>
    public abstract void SquaredError(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<double> losses,
        double valueScale,
        float gradientScale,
        Activation activation);

    /// <summary>
    /// δ ← δ ∘ f′(z), with f′ from the activations a = f(z), as long as δ. The magnitudes are those of the new δ and of a where they are asked
    /// for, else 0.
    /// </summary>
    public abstract Magnitudes ActivationGradient(
        Span<float> delta, ReadOnlySpan<float> a, Activation activation, bool findsMagnitudes = false);

    /// <summary>One thread's share of it, δ and A both [rows × outputs] and laid out alike: the same elements as of <see cref="InputGradient"/>.</summary>
    public Magnitudes ActivationGradient(
        in Matrix delta, in ReadOnlyMatrix a, Activation activation, Share share, bool findsMagnitudes = false)
    {
        Bounds.RequireSameLayout(delta, a);
        Region region = share.Of(delta.Rows, delta.Columns);
        Magnitudes largest = default;
        for (int run = 0; run < region.Runs(a.Stride); run++)
        {
            Range range = region.Run(run, a.Stride);
            largest = largest.Max(ActivationGradient(delta.Elements[range], a.Elements[range], activation, findsMagnitudes));
        }

        return largest;
    }

    /// <summary>One thread's share of dX = δ·Wᵀ: δ [rows × outputs], W [inputs × outputs], dX [rows × inputs].</summary>
    public abstract void InputGradient(in ReadOnlyMatrix delta, ReadOnlySpan<float> weights, in Matrix gradient, Share share);

    /// <summary>
    /// Rows of dW = Xᵀ·δ from <paramref name="firstInput"/> on, or the same added to them: X [rows × inputs], δ [rows × outputs],
    /// gradient [rows of dW × outputs]. The outer product of a single row is the case rows = 1.
    /// </summary>
    public abstract void WeightGradient(
        in ReadOnlyMatrix x, in ReadOnlyMatrix delta, Span<float> gradient, int firstInput, GradientMode mode);

    /// <summary>
    /// W ← W + step · Xᵀ·δ for rows of W from <paramref name="firstInput"/> on: a step of gradient descent that keeps no gradient.
    /// </summary>
    public abstract void DescendWeights(
        in ReadOnlyMatrix x, in ReadOnlyMatrix delta, Span<float> weights, int firstInput, float step);

    /// <summary>db = Σ δ over the rows of δ [rows × outputs], or the same added to db [outputs].</summary>
    public abstract void BiasGradient(in ReadOnlyMatrix delta, Span<float> gradient, GradientMode mode);

    /// <summary>b ← b + step · Σ δ.</summary>
    public abstract void DescendBiases(in ReadOnlyMatrix delta, Span<float> biases, float step);

    /// <summary>The largest absolute value, 0 of none; NaN where a value is NaN.</summary>
    public abstract float LargestMagnitude(ReadOnlySpan<float> values);

    /// <summary>The same of all elements of a matrix.</summary>
    public float LargestMagnitude(in ReadOnlyMatrix matrix)
    {
        Region region = Share.Whole.Of(matrix.Rows, matrix.Columns);
        float largest = 0;
        for (int run = 0; run < region.Runs(matrix.Stride); run++)
        {
            largest = MathF.Max(largest, LargestMagnitude(matrix.Elements[region.Run(run, matrix.Stride)]));
        }

        return largest;
    }

    private static KernelSet? Named(string name) =>
        Supported.FirstOrDefault(kernels => string.Equals(kernels.Name, name, StringComparison.Ordinal));

    private static PlatformNotSupportedException Unsupported() =>
        new($"Expected {Variable} to be one of {string.Join(", ", Supported.Select(kernels => kernels.Name))}, but got {NameAsked}.");
}

/// <inheritdoc/>
[SkipLocalsInit] // To clear matrices, blocks and tiles takes a good part of the time of a small product.
internal sealed class KernelSet<TLane>(string name) : KernelSet
    where TLane : struct, IPermutingLane<TLane>
{
    /// <summary>1 · δ + sum is δ + sum, rounded once: how a product sums up rows.</summary>
    private const float One = 1;

    public override string Name => name;

    public override void Forward(
        in ReadOnlyMatrix x, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, in Matrix a, Activation activation, Share share)
    {
        Bounds.RequireSameRows(a.Rows, x.Rows);
        Bounds.Require(weights.Length, (long)x.Columns * a.Columns);
        Bounds.Require(biases.Length, a.Columns);
        if (a.Columns <= TLane.Count && share.Parts == 1 && x.IsDense && a.IsDense && !TwoChains<TLane>.Apply(x.Columns, a.Columns))
        {
            ForwardNarrowLayer(x, weights, biases, a, activation);
        }
        else
        {
            ForwardLayer(x, weights, biases, a, activation, share.Of(a.Rows, a.Columns));
        }
    }

    public override SmallLayers? SmallLayersOf(ReadOnlySpan<LayerLayout> layers) => SmallNetwork<TLane>.Of(layers);

    public override void PredictSmall(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination) =>
        SmallNetwork<TLane>.Predict(layers, parameters, sample, destination);

    public override void ForwardSmall(SmallWorkspace workspace, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, int rows) =>
        SmallNetwork<TLane>.Forward(workspace, parameters, samples, rows);

    public override void BackwardSmall(
        SmallWorkspace workspace,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> samples,
        int rows,
        Span<float> gradient,
        GradientMode mode) => SmallNetwork<TLane>.Backward(workspace, parameters, samples, rows, gradient, mode);

    public override void Activate(ReadOnlySpan<float> z, Span<float> a, Activation activation)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                Activate<SigmoidActivation, TwinLane<TwinLane<TLane>>>(z, a);
                break;
            case Activation.ReLU:
                Activate<ReLUActivation, TwinLane<TwinLane<TLane>>>(z, a);
                break;
            case Activation.Tanh:
                Activate<TanhActivation, TwinLane<TLane>>(z, a);
                break;
        }
    }

    public override void Softmax(ReadOnlySpan<float> logits, Span<float> destination, int columns) =>
        Softmax<TLane>.Apply(logits, destination, columns);

    public override void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses) =>
        Softmax<TLane>.CrossEntropy(logits, targets, gradients, losses);

    public override void SquaredError(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<double> losses,
        double valueScale,
        float gradientScale,
        Activation activation) =>
        SquaredError<TLane>.Evaluate(outputs, targets, delta, losses, valueScale, gradientScale, activation);

    public override Magnitudes ActivationGradient(
        Span<float> delta, ReadOnlySpan<float> a, Activation activation, bool findsMagnitudes = false) =>
        findsMagnitudes ? Backpropagate<WithMagnitudes>(delta, a, activation) : Backpropagate<WithoutMagnitudes>(delta, a, activation);

    public override unsafe void InputGradient(in ReadOnlyMatrix delta, ReadOnlySpan<float> weights, in Matrix gradient, Share share)
    {
        Bounds.RequireSameRows(gradient.Rows, delta.Rows);
        Region region = share.Of(gradient.Rows, gradient.Columns);
        if (region.IsEmpty)
        {
            return;
        }

        fixed (float* pinnedDelta = delta.Elements, pinnedWeights = weights, pinnedGradient = gradient.Elements)
        {
            StridedMatrix deltas = StridedMatrix.Of(pinnedDelta, delta).Slice(region.FirstRow, region.Rows);
            StridedMatrix matrix =
                StridedMatrix.Of(pinnedWeights, weights, gradient.Columns, delta.Columns).Slice(region.FirstColumn, region.Columns);
            StridedMatrix place = StridedMatrix.Of(pinnedGradient, gradient).Slice(region);
            if (TransposedInputGradient<TLane>.Pays(deltas.Rows, matrix.Rows, matrix.Columns))
            {
                TransposedInputGradient<TLane>.Compute(deltas, matrix, place);
            }
            else
            {
                MatrixProduct<TLane>.FromGradient(deltas, matrix.Transposed(), place, GradientMode.Overwrite);
            }
        }
    }

    public override unsafe void WeightGradient(
        in ReadOnlyMatrix x, in ReadOnlyMatrix delta, Span<float> gradient, int firstInput, GradientMode mode)
    {
        int count = gradient.Length / delta.Columns;
        fixed (float* pinnedX = x.Elements, pinnedDelta = delta.Elements, pinnedGradient = gradient)
        {
            StridedMatrix samples = StridedMatrix.Of(pinnedX, x).SliceColumns(firstInput, count);
            StridedMatrix deltas = StridedMatrix.Of(pinnedDelta, delta);
            if (NarrowGradient<TLane>.Pays(x.Rows, count, delta.Columns))
            {
                NarrowGradient<TLane>.Compute(samples, deltas, gradient, mode);
            }
            else
            {
                StridedMatrix place = StridedMatrix.Of(pinnedGradient, gradient, count, delta.Columns);
                MatrixProduct<TLane>.FromGradient(samples.Transposed(), deltas, place, mode);
            }
        }
    }

    public override unsafe void DescendWeights(
        in ReadOnlyMatrix x, in ReadOnlyMatrix delta, Span<float> weights, int firstInput, float step)
    {
        int count = weights.Length / delta.Columns;
        fixed (float* pinnedX = x.Elements, pinnedDelta = delta.Elements, pinnedWeights = weights)
        {
            StridedMatrix samples = StridedMatrix.Of(pinnedX, x).SliceColumns(firstInput, count);
            StridedMatrix deltas = StridedMatrix.Of(pinnedDelta, delta);
            if (NarrowGradient<TLane>.Pays(x.Rows, count, delta.Columns))
            {
                NarrowGradient<TLane>.Descend(samples, deltas, weights, step);
            }
            else
            {
                StridedMatrix place = StridedMatrix.Of(pinnedWeights, weights, count, delta.Columns);
                MatrixProduct<TLane>.AddScaled(samples.Transposed(), deltas, place, step);
            }
        }
    }

    public override unsafe void BiasGradient(in ReadOnlyMatrix delta, Span<float> gradient, GradientMode mode)
    {
        float one = One;
        fixed (float* pinnedDelta = delta.Elements, pinnedGradient = gradient)
        {
            MatrixProduct<TLane>.FromGradient(
                StridedMatrix.RowOf(&one, delta.Rows),
                StridedMatrix.Of(pinnedDelta, delta),
                StridedMatrix.Of(pinnedGradient, gradient, rows: 1, delta.Columns),
                mode);
        }
    }

    public override unsafe void DescendBiases(in ReadOnlyMatrix delta, Span<float> biases, float step)
    {
        float one = One;
        fixed (float* pinnedDelta = delta.Elements, pinnedBiases = biases)
        {
            MatrixProduct<TLane>.AddScaled(
                StridedMatrix.RowOf(&one, delta.Rows),
                StridedMatrix.Of(pinnedDelta, delta),
                StridedMatrix.Of(pinnedBiases, biases, rows: 1, delta.Columns),
                step);
        }
    }

    public override float LargestMagnitude(ReadOnlySpan<float> values) =>
        values.IsEmpty ? 0 : ElementWise<TLane>.Reduce<LargestMagnitude<TLane>>(values);

    /// <summary>Inlined, as it stands between a small network and its few δ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Magnitudes Backpropagate<TMagnitudes>(Span<float> delta, ReadOnlySpan<float> a, Activation activation)
        where TMagnitudes : struct, IMagnitudesOption
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                return ElementWise<TLane>.Backpropagate<SigmoidActivation, TMagnitudes>(delta, a);
            case Activation.ReLU:
                return ElementWise<TLane>.Backpropagate<ReLUActivation, TMagnitudes>(delta, a);
            case Activation.Tanh:
                return ElementWise<TLane>.Backpropagate<TanhActivation, TMagnitudes>(delta, a);
            default:
                return TMagnitudes.AreFound ? new Magnitudes(LargestMagnitude(delta), LargestMagnitude(a[..delta.Length])) : default;
        }
    }

    /// <summary>
    /// Of dense matrices, all checked by the caller, with outputs that fit one lane: nothing is copied, packed or shared out. Apart from the path
    /// of other layers, whose many locals would slow it down.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ForwardNarrowLayer(
        in ReadOnlyMatrix x, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, in Matrix a, Activation activation)
    {
        if (a.Rows == 0 || a.Columns == 0)
        {
            return;
        }

        if (SmallLayer<TLane>.IsLittleWork(x.Rows, x.Columns, a.Columns))
        {
            ForwardSmallLayer(x, weights, biases, a, activation);
            return;
        }

        MatrixProduct<TLane>.NarrowFromBias(x, weights, biases, a);
        Span<float> values = a.Elements[..(a.Rows * a.Columns)];
        Activate(values, values, activation);
    }

    /// <summary>A region of the activations, all checked by the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void ForwardLayer(
        in ReadOnlyMatrix x, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, in Matrix a, Activation activation, Region region)
    {
        if (region.IsEmpty)
        {
            return;
        }

        fixed (float* pinnedX = x.Elements, pinnedWeights = weights, pinnedBiases = biases, pinnedA = a.Elements)
        {
            StridedMatrix samples = StridedMatrix.Of(pinnedX, x).Slice(region.FirstRow, region.Rows);
            StridedMatrix matrix = StridedMatrix.Of(pinnedWeights, weights, x.Columns, a.Columns);
            StridedMatrix logits = StridedMatrix.Of(pinnedA, a).Slice(region);
            if (TwoChains<TLane>.Apply(x.Columns, a.Columns))
            {
                if (region.Rows == 1)
                {
                    TwoChains<TLane>.ForwardRow(samples, matrix, pinnedBiases, logits, activation);
                    return;
                }

                TwoChains<TLane>.Forward(samples, matrix, pinnedBiases, logits);
            }
            else
            {
                MatrixProduct<TLane>.FromBias(
                    samples, matrix.SliceColumns(region.FirstColumn, region.Columns), pinnedBiases + region.FirstColumn, logits);
            }
        }

        if (activation is not (Activation.Identity or Activation.Softmax))
        {
            Activate(a, region, activation);
        }
    }

    /// <summary>
    /// Of dense matrices, all checked by the caller. Apart from the path of a product, so that each has its locals in registers.
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    private static unsafe void ForwardSmallLayer(
        in ReadOnlyMatrix x, ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, in Matrix a, Activation activation)
    {
        fixed (float* pinnedX = x.Elements, pinnedWeights = weights, pinnedBiases = biases, pinnedA = a.Elements)
        {
            SmallLayer<TLane>.Forward(
                pinnedX,
                paddedX: false,
                pinnedWeights,
                pinnedBiases,
                pinnedA,
                paddedA: false,
                hasRoom: false,
                x.Rows,
                x.Columns,
                a.Columns,
                activation);
        }
    }

    private void Activate(in Matrix a, Region region, Activation activation)
    {
        for (int run = 0; run < region.Runs(a.Stride); run++)
        {
            Span<float> values = a.Elements[region.Run(run, a.Stride)];
            Activate(values, values, activation);
        }
    }

    /// <summary>A first prediction of few outputs does not wait for the wide loop, which takes several times as long to be compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Activate<TActivation, TWide>(ReadOnlySpan<float> z, Span<float> a)
        where TActivation : struct, IActivation
        where TWide : struct, IArithmeticLane<TWide>
    {
        if (z.Length < TWide.Count)
        {
            ElementWise<TLane>.ActivateFew<TActivation>(z, a);
        }
        else
        {
            ElementWise<TLane>.Activate<TActivation, TWide>(z, a);
        }
    }
}
