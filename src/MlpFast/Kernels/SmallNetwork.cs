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

    /// <summary>
    /// All layers' activations of a batch; the logits where they are a softmax's. Behind the parameters there is room for a full lane.
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    public static void Forward(SmallWorkspace workspace, ReadOnlySpan<float> parameters, ReadOnlySpan<float> samples, int rows)
    {
        RequireBatch(workspace, samples.Length, rows);
        Bounds.Require(parameters.Length, workspace.Layers.ParameterCountWithRoom);
        int group = workspace.Layers.RowsOfLane;
        ReadOnlySpan<LayerLayout> layers = workspace.Layers.Layers;
        fixed (float* pinnedParameters = parameters, pinnedSamples = samples)
        {
            float* x = pinnedSamples;
            for (int i = 0; i < layers.Length; i++)
            {
                ref readonly LayerLayout layer = ref layers[i];
                float* a = workspace.Activations(i);
                bool paddedA = i < layers.Length - 1;
                if (group > 1)
                {
                    RowGroups<TLane>.Forward(in layer, x, paddedX: i > 0, pinnedParameters, a, paddedA, rows, group, workspace.Places(i));
                }
                else
                {
                    ForwardLayer(in layer, pinnedParameters, x, paddedX: i > 0, a, paddedA, rows);
                }

                x = a;
            }
        }

        GC.KeepAlive(workspace);
    }

    /// <summary>δ of all layers below the last, from that of the last; and the gradient of all parameters, summed over the rows.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static void Backward(
        SmallWorkspace workspace,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> samples,
        int rows,
        Span<float> gradient,
        GradientMode mode)
    {
        RequireBatch(workspace, samples.Length, rows);
        Bounds.Require(Math.Min(parameters.Length, gradient.Length), workspace.Layers.ParameterCount);
        int group = workspace.Layers.RowsOfLane;
        ReadOnlySpan<LayerLayout> layers = workspace.Layers.Layers;
        fixed (float* pinnedParameters = parameters, pinnedSamples = samples, pinnedGradient = gradient)
        {
            for (int i = layers.Length - 1; i >= 0; i--)
            {
                ref readonly LayerLayout layer = ref layers[i];
                float* x = i > 0 ? workspace.Activations(i - 1) : pinnedSamples;
                float* delta = workspace.Deltas(i);
                bool padded = i < layers.Length - 1;
                if (i > 0)
                {
                    InputGradient(workspace, i, in layer, layers[i - 1].Activation, pinnedParameters, x, delta, padded, rows);
                }

                if (group > 1)
                {
                    RowGroups<TLane>.ParameterGradient(
                        in layer, x, paddedX: i > 0, delta, padded, pinnedGradient, rows, mode, group, workspace.Places(i));
                }
                else
                {
                    SmallLayer<TLane>.ParameterGradient(
                        x, paddedX: i > 0, delta, padded, pinnedGradient + layer.Offset, rows, layer.Inputs, layer.Outputs, mode);
                }
            }
        }

        GC.KeepAlive(workspace);
    }

    /// <summary>δ of the layer below, before the gradient of this one: what comes later waits for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputGradient(
        SmallWorkspace workspace,
        int index,
        in LayerLayout layer,
        Activation below,
        float* parameters,
        float* x,
        float* delta,
        bool padded,
        int rows)
    {
        float* deltaBelow = workspace.Deltas(index - 1);
        int group = workspace.Layers.RowsOfLane;
        if (group > 1)
        {
            RowGroups<TLane>.InputGradient(in layer, delta, padded, parameters, x, deltaBelow, rows, below, group, workspace.Places(index));
        }
        else
        {
            SmallLayer<TLane>.InputGradient(
                delta, padded, parameters + layer.Offset, x, deltaBelow, rows, layer.Inputs, layer.Outputs, below);
        }
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

    /// <summary>There are rows, in lanes as these, and no more than there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireBatch(SmallWorkspace workspace, int samples, int rows)
    {
        SmallLayers layers = workspace.Layers;
        Bounds.RequireLaneWidth(TLane.Count, layers.LaneWidth);
        Bounds.Require(rows, 1);
        Bounds.Require(workspace.Capacity, rows);
        Bounds.Require(samples, (long)rows * layers.Inputs);
    }

    /// <summary>A hidden layer's activations, on a cache line. Not by stackalloc, which would be guarded by a check.</summary>
    [InlineArray(2 * CacheLine.Floats)]
    private struct HiddenRow
    {
        private float _first;
    }
}
