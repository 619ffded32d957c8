using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The steps of a layer so small that blocks and tiles would cost more than its arithmetic: its outputs fit one lane. Each element is the
/// same chain as in <see cref="MatrixProduct{TLane}"/>. Unchecked: who calls has established the bounds and pinned the memory.
/// </summary>
/// <remarks>
/// The rows of a padded matrix lie a cache line apart and are written in full lanes, so that what is read back at once, a lane or a single
/// element, comes from the processor's queue of stores. Loads that need more than one store wait until all earlier instructions are done.
/// </remarks>
internal static unsafe class SmallLayer<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Multiplications up to which a layer counts as small.</summary>
    private const long Multiplications = 2048;

    public static bool Fits(int rows, int inputs, int outputs) =>
        outputs <= TLane.Count && IsLittleWork(rows, inputs, outputs) && !TwoChains<TLane>.Apply(inputs, outputs);

    /// <summary>The part of the condition that depends on the rows.</summary>
    public static bool IsLittleWork(int rows, int inputs, int outputs) => (long)rows * inputs * outputs <= Multiplications;

    /// <summary>
    /// One row of A = f(X·W + b), for softmax the logits; behind it, to the end of the lane, anything. Behind the parameters there is room for a
    /// full lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Activations(in LayerLayout layer, ref float parameters, ref float x)
    {
        TLane bias = TLane.Load(ref Unsafe.Add(ref parameters, layer.BiasOffset));
        ref float weights = ref Unsafe.Add(ref parameters, layer.Offset);
        return AnyActivation.Apply(
            layer.Activation, AddProducts(bias, ref x, ref weights, default(FullColumns<TLane>), layer.Inputs, layer.Outputs));
    }

    /// <summary>
    /// A = f(X·W + b), X and A padded or not, and behind A room for a full lane or not. For softmax it stops at the logits. Inlined, with all
    /// activations: to pass arguments on would take longer than the products.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(
        float* x,
        bool paddedX,
        float* weights,
        float* biases,
        float* a,
        bool paddedA,
        bool hasRoom,
        int rows,
        int inputs,
        int outputs,
        Activation activation)
    {
        var columns = new PartialColumns<TLane>(outputs);
        TLane bias = columns.Load(ref *biases);
        nint strideOfX = Stride(inputs, paddedX);
        nint strideOfA = Stride(outputs, paddedA);
        for (int row = 0; row < rows; row++)
        {
            TLane activations = AnyActivation.Apply(activation, AddProducts(bias, ref *x, ref *weights, columns, inputs, outputs));
            if (hasRoom)
            {
                activations.Store(ref *a);
            }
            else
            {
                activations.StoreFirst(ref *a, outputs);
            }

            x += strideOfX;
            a += strideOfA;
        }
    }

    /// <summary>
    /// dX = δ·Wᵀ ∘ f′, with f′ from X, which is the activations of the layer below. X and dX are padded; of their columns there are no more
    /// than fit a lane.
    /// </summary>
    public static void InputGradient(
        float* delta, bool paddedDelta, float* weights, float* x, float* gradient, int rows, int inputs, int outputs, Activation below)
    {
        switch (below)
        {
            case Activation.Sigmoid:
                InputGradient<SigmoidActivation>(delta, paddedDelta, weights, x, gradient, rows, inputs, outputs);
                break;
            case Activation.ReLU:
                InputGradient<ReLUActivation>(delta, paddedDelta, weights, x, gradient, rows, inputs, outputs);
                break;
            case Activation.Tanh:
                InputGradient<TanhActivation>(delta, paddedDelta, weights, x, gradient, rows, inputs, outputs);
                break;
            default:
                InputGradient<IdentityActivation>(delta, paddedDelta, weights, x, gradient, rows, inputs, outputs);
                break;
        }
    }

    /// <summary>
    /// dW = Xᵀ·δ and behind it db = Σ δ, the gradient of an input that is always 1; or both added to what is there. Behind δ there is room for a
    /// full lane.
    /// </summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static void ParameterGradient(
        float* x, bool paddedX, float* delta, bool paddedDelta, float* gradient, int rows, int inputs, int outputs, GradientMode mode)
    {
        float one = 1;
        TLane mask = TLane.First(outputs);
        nint strideOfDelta = Stride(outputs, paddedDelta);
        nint strideOfX = Stride(inputs, paddedX);
        for (int k = 0; k <= inputs; k++)
        {
            float* input = k < inputs ? x + k : &one;
            nint strideOfInput = k < inputs ? strideOfX : 0;
            float* deltaRow = delta;
            TLane sum = mode == GradientMode.Accumulate ? TLane.Load(ref *gradient, mask) : TLane.Splat(0);
            for (int row = 0; row < rows; row++)
            {
                sum.AddProduct(TLane.Load(ref *deltaRow), ref *input);
                input += strideOfInput;
                deltaRow += strideOfDelta;
            }

            sum.StoreFirst(ref *gradient, outputs);
            gradient += outputs;
        }
    }

    /// <summary>A transposed copy of W makes each k a lane.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.JustInTimeKernel)]
    private static void InputGradient<TActivation>(
        float* delta, bool paddedDelta, float* weights, float* x, float* gradient, int rows, int inputs, int outputs)
        where TActivation : struct, IActivation
    {
        float* room = stackalloc float[(TLane.Count * TLane.Count) + CacheLine.Floats];
        float* transposed = CacheLine.Align(room);
        for (int i = 0; i < outputs; i++)
        {
            Column(weights + i, inputs, outputs).Store(ref transposed[i * TLane.Count]);
        }

        nint strideOfDelta = Stride(outputs, paddedDelta);
        for (int row = 0; row < rows; row++)
        {
            TLane sum = TLane.Splat(0);
            for (int i = 0; i < outputs; i++)
            {
                sum.AddProduct(TLane.Load(ref transposed[i * TLane.Count]), ref delta[i]);
            }

            (sum * TActivation.Derivative(TLane.Load(ref *x))).Store(ref *gradient);
            delta += strideOfDelta;
            x += CacheLine.Floats;
            gradient += CacheLine.Floats;
        }
    }

    /// <summary>So many elements that lie so far apart, without a way through memory; then the last one again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Column(float* first, int count, int stride)
    {
        TLane column = TLane.Splat(*first);
        for (int k = 1; k < count; k++)
        {
            column = TLane.Select(TLane.First(k), column, TLane.Splat(first[k * stride]));
        }

        return column;
    }

    /// <summary>sum + x·W of one row, four inputs at a time, for fewer instructions around the products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane AddProducts<TColumns>(TLane sum, ref float x, ref float weight, TColumns columns, nint inputs, nint outputs)
        where TColumns : struct, IColumns<TLane>
    {
        for (; inputs >= 4; inputs -= 4)
        {
            sum.AddProduct(columns.LoadRow(ref weight), ref x);
            sum.AddProduct(columns.LoadRow(ref Unsafe.Add(ref weight, outputs)), ref Unsafe.Add(ref x, 1));
            sum.AddProduct(columns.LoadRow(ref Unsafe.Add(ref weight, 2 * outputs)), ref Unsafe.Add(ref x, 2));
            sum.AddProduct(columns.LoadRow(ref Unsafe.Add(ref weight, 3 * outputs)), ref Unsafe.Add(ref x, 3));
            weight = ref Unsafe.Add(ref weight, 4 * outputs);
            x = ref Unsafe.Add(ref x, 4);
        }

        for (; inputs > 0; inputs--)
        {
            sum.AddProduct(columns.LoadRow(ref weight), ref x);
            weight = ref Unsafe.Add(ref weight, outputs);
            x = ref Unsafe.Add(ref x, 1);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Stride(int columns, bool padded) => padded ? CacheLine.Floats : columns;
}
