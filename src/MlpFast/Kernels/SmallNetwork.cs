using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// Whole passes through a network whose layers are all small. Their arithmetic is mostly latency, and the processor overlaps it with what comes
/// before and after if there are few other instructions between; so a pass is one call, and its bounds are checked once.
/// </summary>
/// <remarks>Each element is the same chain as layer by layer.</remarks>
internal static unsafe class SmallNetwork<TLane>
    where TLane : struct, IPermutingLane<TLane>
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

        return new SmallLayers(layers, TLane.Count, TLane.IsPermuting);
    }

    /// <summary>destination = the last layer's activations of one sample. Behind the parameters there is room for a full lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Predict(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> sample, Span<float> destination)
    {
        layers.RequireOneSample(parameters, sample, destination);
        Bounds.RequireLaneWidth(TLane.Count, layers.LaneWidth);
        Predict(
            layers,
            ref MemoryMarshal.GetReference(parameters),
            ref MemoryMarshal.GetReference(sample),
            ref MemoryMarshal.GetReference(destination));
    }

    /// <summary>All layers' activations of a batch; the logits where they are a softmax's.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void Forward(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, Span<float> activations, int capacity)
    {
        RequireLanes(layers, parameters.Length);
        int rows = samples.Length / layers.Inputs;
        RequireCapacity(layers, activations.Length, rows, capacity);
        int group = layers.RowsOfLane;
        LanePlaces? places = group > 1 ? layers.Places : null;
        ReadOnlySpan<LayerLayout> all = layers.Layers;
        fixed (float* pinnedParameters = parameters, pinnedSamples = samples, pinnedActivations = activations)
        {
            float* x = pinnedSamples;
            for (int i = 0; i < all.Length; i++)
            {
                ref readonly LayerLayout layer = ref all[i];
                float* a = pinnedActivations + SmallLayers.Offset(i, capacity);
                if (group == 1)
                {
                    ForwardLayer(in layer, pinnedParameters, x, paddedX: i > 0, a, layers.IsPadded(i), rows);
                }
                else
                {
                    RowGroups<TLane>.Forward(
                        x,
                        paddedX: i > 0,
                        pinnedParameters + layer.Offset,
                        pinnedParameters + layer.BiasOffset,
                        a,
                        layers.IsPadded(i),
                        rows,
                        layer.Inputs,
                        layer.Outputs,
                        layer.Activation,
                        group,
                        places!.Of(i));
                }

                x = a;
            }
        }

        GC.KeepAlive(places);
    }

    /// <summary>δ of all layers below the last, from that of the last.</summary>
    public static void Backward(
        SmallLayers layers, ReadOnlySpan<float> parameters, ReadOnlySpan<float> activations, Span<float> deltas, int rows, int capacity)
    {
        RequireLanes(layers, parameters.Length);
        RequireCapacity(layers, activations.Length, rows, capacity);
        RequireCapacity(layers, deltas.Length, rows, capacity);
        int group = layers.RowsOfLane;
        LanePlaces? places = group > 1 ? layers.Places : null;
        ReadOnlySpan<LayerLayout> all = layers.Layers;
        fixed (float* pinnedParameters = parameters, pinnedActivations = activations, pinnedDeltas = deltas)
        {
            for (int i = all.Length - 1; i > 0; i--)
            {
                ref readonly LayerLayout layer = ref all[i];
                float* weights = pinnedParameters + layer.Offset;
                float* delta = pinnedDeltas + SmallLayers.Offset(i, capacity);
                float* x = pinnedActivations + SmallLayers.Offset(i - 1, capacity);
                float* deltaBelow = pinnedDeltas + SmallLayers.Offset(i - 1, capacity);
                bool padded = layers.IsPadded(i);
                Activation below = all[i - 1].Activation;
                if (group == 1)
                {
                    SmallLayer<TLane>.InputGradient(delta, padded, weights, x, deltaBelow, rows, layer.Inputs, layer.Outputs, below);
                }
                else
                {
                    RowGroups<TLane>.InputGradient(
                        delta, padded, weights, x, deltaBelow, rows, layer.Inputs, layer.Outputs, below, group, places!.Of(i));
                }
            }
        }

        GC.KeepAlive(places);
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
        int group = layers.RowsOfLane;
        LanePlaces? places = group > 1 ? layers.Places : null;
        ReadOnlySpan<LayerLayout> all = layers.Layers;
        fixed (float* pinnedSamples = samples, pinnedActivations = activations, pinnedDeltas = deltas, pinnedGradient = gradient)
        {
            float* x = pinnedSamples;
            for (int i = 0; i < all.Length; i++)
            {
                ref readonly LayerLayout layer = ref all[i];
                long offset = SmallLayers.Offset(i, capacity);
                float* delta = pinnedDeltas + offset;
                float* sums = pinnedGradient + layer.Offset;
                bool padded = layers.IsPadded(i);
                if (group == 1)
                {
                    SmallLayer<TLane>.ParameterGradient(x, i > 0, delta, padded, sums, rows, layer.Inputs, layer.Outputs, mode);
                }
                else
                {
                    RowGroups<TLane>.ParameterGradient(
                        x, i > 0, delta, padded, sums, rows, layer.Inputs, layer.Outputs, mode, group, places!.Of(i));
                }

                x = pinnedActivations + offset;
            }
        }

        GC.KeepAlive(places);
    }

    /// <summary>By refs instead of pins, whose instructions would count here.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.Kernel)]
    private static void Predict(SmallLayers layers, ref float parameters, ref float x, ref float destination)
    {
        Unsafe.SkipInit(out HiddenRow room);
        ref float hidden = ref *CacheLine.Align((float*)&room);
        ref readonly LayerLayout layer = ref layers.First;
        for (int left = layers.HiddenCount; left > 0; left--)
        {
            SmallLayer<TLane>.Activations(in layer, ref parameters, ref x).Store(ref hidden);
            x = ref hidden;
            layer = ref Unsafe.Add(ref Unsafe.AsRef(in layer), 1);
        }

        SmallLayer<TLane>.Activations(in layer, ref parameters, ref x).StoreFirst(ref destination, layer.Outputs);
        if (layer.Activation == Activation.Softmax)
        {
            Span<float> outputs = MemoryMarshal.CreateSpan(ref destination, layer.Outputs);
            Softmax<TLane>.Apply(outputs, outputs, layer.Outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ForwardLayer(
        in LayerLayout layer, float* parameters, float* x, bool paddedX, float* a, bool paddedA, int rows)
    {
        SmallLayer<TLane>.Forward(
            x,
            paddedX,
            parameters + layer.Offset,
            parameters + layer.BiasOffset,
            a,
            paddedA,
            hasRoom: true,
            rows,
            layer.Inputs,
            layer.Outputs,
            layer.Activation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireLanes(SmallLayers layers, int parameters)
    {
        Bounds.RequireLaneWidth(TLane.Count, layers.LaneWidth);
        Bounds.Require(parameters, layers.ParameterCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireCapacity(SmallLayers layers, int length, int rows, int capacity)
    {
        Bounds.Require(capacity, rows);
        Bounds.Require(length, layers.Length(capacity));
    }

    /// <summary>A hidden layer's activations, on a cache line. Not by stackalloc, which would be guarded by a check.</summary>
    [InlineArray(2 * CacheLine.Floats)]
    private struct HiddenRow
    {
        private float _first;
    }
}
