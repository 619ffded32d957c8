using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// Whole passes through a network whose layers are all small. Their arithmetic is mostly latency, and the processor overlaps it with what comes
/// before and after if there are few other instructions between; so a pass is one call, and its bounds are checked once.
/// </summary>
/// <remarks>Each element is the same chain as layer by layer.</remarks>
internal static unsafe class SmallNetwork<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>The layers, or <see langword="null"/> where they are not all small.</summary>
    public static SmallLayers? Of(ReadOnlySpan<LayerLayout> layers)
    {
        foreach (ref readonly LayerLayout layer in layers)
        {
            if (!SmallLayer<TLane>.Fits(rows: 1, layer.Inputs, layer.Outputs))
            {
                return null;
            }
        }

        return new SmallLayers(layers);
    }

    /// <summary>destination = the last layer's activations of one sample, or its logits where they are a softmax's.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.Kernel)]
    public static void Predict(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination)
    {
        RequireLanes(layers, parameters.Length);
        Bounds.Require(sample.Length, layers.Inputs);
        Bounds.Require(destination.Length, layers.Outputs);
        Unsafe.SkipInit(out HiddenRows room);
        float* hidden = CacheLine.Align((float*)&room);
        fixed (float* pinnedParameters = parameters, pinnedSample = sample, pinnedDestination = destination)
        {
            ReadOnlySpan<LayerLayout> all = layers.Layers;
            float* x = pinnedSample;
            for (int i = 0; i < all.Length; i++)
            {
                bool isHidden = i < all.Length - 1;
                float* a = isHidden ? hidden + ((i & 1) * CacheLine.Floats) : pinnedDestination;
                ForwardLayer(in all[i], pinnedParameters, x, paddedX: true, a, isHidden, rows: 1);
                x = a;
            }
        }
    }

    /// <summary>All layers' activations of a batch; the logits where they are a softmax's.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void Forward(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, Span<float> activations, int capacity)
    {
        RequireLanes(layers, parameters.Length);
        int rows = samples.Length / layers.Inputs;
        RequireCapacity(layers, activations.Length, rows, capacity);
        fixed (float* pinnedParameters = parameters, pinnedSamples = samples, pinnedActivations = activations)
        {
            float* x = pinnedSamples;
            for (int i = 0; i < layers.Layers.Length; i++)
            {
                float* a = pinnedActivations + SmallLayers.Offset(i, capacity);
                ForwardLayer(in layers.Layers[i], pinnedParameters, x, paddedX: i > 0, a, layers.IsPadded(i), rows);
                x = a;
            }
        }
    }

    /// <summary>δ of all layers below the last, from that of the last.</summary>
    public static void Backward(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> activations, Span<float> deltas, int rows, int capacity)
    {
        RequireLanes(layers, parameters.Length);
        RequireCapacity(layers, activations.Length, rows, capacity);
        RequireCapacity(layers, deltas.Length, rows, capacity);
        fixed (float* pinnedParameters = parameters, pinnedActivations = activations, pinnedDeltas = deltas)
        {
            for (int i = layers.Layers.Length - 1; i > 0; i--)
            {
                ref readonly LayerLayout layer = ref layers.Layers[i];
                long below = SmallLayers.Offset(i - 1, capacity);
                SmallLayer<TLane>.InputGradient(
                    pinnedDeltas + SmallLayers.Offset(i, capacity),
                    layers.IsPadded(i),
                    pinnedParameters + layer.Offset,
                    pinnedActivations + below,
                    pinnedDeltas + below,
                    rows,
                    layer.Inputs,
                    layer.Outputs,
                    layers.Layers[i - 1].Activation);
            }
        }
    }

    /// <summary>The gradient of all parameters, summed over the rows.</summary>
    public static void Gradient(
        SmallLayers layers,
        ReadOnlySpan<float> samples,
        ReadOnlySpan<float> activations,
        ReadOnlySpan<float> deltas,
        Span<float> gradient,
        int capacity,
        GradientMode mode)
    {
        RequireLanes(layers, gradient.Length);
        int rows = samples.Length / layers.Inputs;
        RequireCapacity(layers, activations.Length, rows, capacity);
        RequireCapacity(layers, deltas.Length, rows, capacity);
        fixed (float* pinnedSamples = samples, pinnedActivations = activations, pinnedDeltas = deltas, pinnedGradient = gradient)
        {
            float* x = pinnedSamples;
            for (int i = 0; i < layers.Layers.Length; i++)
            {
                ref readonly LayerLayout layer = ref layers.Layers[i];
                long offset = SmallLayers.Offset(i, capacity);
                SmallLayer<TLane>.ParameterGradient(
                    x,
                    paddedX: i > 0,
                    pinnedDeltas + offset,
                    layers.IsPadded(i),
                    pinnedGradient + layer.Offset,
                    rows,
                    layer.Inputs,
                    layer.Outputs,
                    mode);
                x = pinnedActivations + offset;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ForwardLayer(
        in LayerLayout layer, float* parameters, float* x, bool paddedX, float* a, bool paddedA, int rows)
    {
        float* weights = parameters + layer.Offset;
        SmallLayer<TLane>.Forward(
            x, paddedX, weights, weights + layer.WeightCount, a, paddedA, rows, layer.Inputs, layer.Outputs, layer.Activation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireLanes(SmallLayers layers, int parameters)
    {
        Bounds.Require(TLane.Count, layers.WidestOutputs);
        Bounds.Require(parameters, layers.ParameterCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireCapacity(SmallLayers layers, int length, int rows, int capacity)
    {
        Bounds.Require(capacity, rows);
        Bounds.Require(length, layers.Length(capacity));
    }

    /// <summary>A hidden layer's activations and behind them the next one's, on cache lines. Not by stackalloc, which would be guarded by a check.</summary>
    [InlineArray(3 * CacheLine.Floats)]
    private struct HiddenRows
    {
        private float _first;
    }
}
