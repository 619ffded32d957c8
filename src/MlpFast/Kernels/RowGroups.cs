using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The steps of a layer so small that a lane holds several rows of its inputs, or of its outputs, side by side: a group of rows takes as many
/// operations as a row in <see cref="SmallLayer{TLane}"/>. Each element is the same chain. Unchecked, as there.
/// </summary>
/// <remarks>
/// <c>parameters</c> are those of the network, as is their gradient. There is a row at least. The groups of a padded matrix lie a cache line
/// apart. Behind every matrix but the samples, and behind the parameters of the pass forward, there is room for a full lane. <c>places</c> are
/// those of <see cref="LanePlaces"/> for the layer, and a group is as many rows as <see cref="SmallLayers.RowsOfLane"/> says.
/// </remarks>
internal static unsafe class RowGroups<TLane>
    where TLane : struct, IPermutingLane<TLane>
{
    /// <summary>A = f(X·W + b), X and A padded or not. For softmax it stops at the logits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(
        in LayerLayout layer, float* x, bool paddedX, float* parameters, float* a, bool paddedA, int rows, int group, float* places)
    {
        int inputs = layer.Inputs, outputs = layer.Outputs;
        TLane column = Place(places, LanePlaces.ColumnOfOutput);
        TLane rowOfX = Place(places, LanePlaces.RowOfOutput);
        TLane bias = TLane.Permute(TLane.Load(ref parameters[layer.BiasOffset]), column);
        while (true)
        {
            TLane samples = Load(x, paddedX, Math.Min(group, rows) * inputs);
            TLane sum = bias;
            TLane input = rowOfX;
            float* weight = parameters + layer.Offset;
            for (int k = 0; k < inputs; k++)
            {
                sum.AddProduct(TLane.Permute(TLane.Load(ref *weight), column), TLane.Permute(samples, input));
                input = TLane.Advance(input, by: 1);
                weight += outputs;
            }

            AnyActivation.Apply(layer.Activation, sum).Store(ref *a);
            rows -= group;
            if (rows <= 0)
            {
                return;
            }

            x += Stride(group * inputs, paddedX);
            a += Stride(group * outputs, paddedA);
        }
    }

    /// <summary>dX = δ·Wᵀ ∘ f′, with f′ from X, which is the activations of the layer below. X and dX are padded.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputGradient(
        in LayerLayout layer,
        float* delta,
        bool paddedDelta,
        float* parameters,
        float* x,
        float* gradient,
        int rows,
        Activation below,
        int group,
        float* places)
    {
        int inputs = layer.Inputs, outputs = layer.Outputs;
        Unsafe.SkipInit(out TransposedWeights room);
        float* transposed = CacheLine.Align((float*)&room);
        TLane column = Place(places, LanePlaces.ColumnOfInput);
        TLane rowOfDelta = Place(places, LanePlaces.RowOfInput);
        for (int i = 0; i < outputs; i++)
        {
            TLane weights = SmallLayer<TLane>.Column(parameters + layer.Offset + i, inputs, outputs);
            TLane.Permute(weights, column).Store(ref transposed[i * TLane.Count]);
        }

        while (true)
        {
            TLane deltas = TLane.Load(ref *delta);
            TLane sum = TLane.Splat(0);
            TLane output = rowOfDelta;
            for (int i = 0; i < outputs; i++)
            {
                sum.AddProduct(TLane.Load(ref transposed[i * TLane.Count]), TLane.Permute(deltas, output));
                output = TLane.Advance(output, by: 1);
            }

            (sum * AnyActivation.Derivative(below, TLane.Load(ref *x))).Store(ref *gradient);
            rows -= group;
            if (rows <= 0)
            {
                return;
            }

            delta += Stride(group * outputs, paddedDelta);
            x += CacheLine.Floats;
            gradient += CacheLine.Floats;
        }
    }

    /// <inheritdoc cref="SmallLayer{TLane}.ParameterGradient"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ParameterGradient(
        in LayerLayout layer,
        float* x,
        bool paddedX,
        float* delta,
        bool paddedDelta,
        float* gradient,
        int rows,
        GradientMode mode,
        int group,
        float* places)
    {
        places += LanePlaces.Parameters * TLane.Count;
        gradient += layer.Offset;
        for (int left = (layer.Inputs + 1) * layer.Outputs; left > 0; left -= TLane.Count)
        {
            TLane sum = mode == GradientMode.Accumulate ? TLane.Load(ref *gradient, TLane.First(left)) : TLane.Splat(0);
            AddRows(ref sum, in layer, x, paddedX, delta, paddedDelta, rows, group, places);
            sum.StoreFirst(ref *gradient, left);
            gradient += TLane.Count;
            places += LanePlaces.LanesOfParameters * TLane.Count;
        }
    }

    /// <summary>Adds to a lane of parameters their gradient, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(
        ref TLane sum, in LayerLayout layer, float* x, bool paddedX, float* delta, bool paddedDelta, int rows, int group, float* places)
    {
        int inputs = layer.Inputs, outputs = layer.Outputs;
        TLane input = Place(places, LanePlaces.InputOfParameter);
        TLane output = Place(places, LanePlaces.OutputOfParameter);
        TLane isBias = Place(places, LanePlaces.IsBias);
        TLane one = TLane.Splat(1);
        while (true)
        {
            int count = Math.Min(group, rows);
            TLane samples = Load(x, paddedX, count * inputs);
            TLane deltas = TLane.Load(ref *delta);
            TLane inputOfRow = input;
            TLane outputOfRow = output;
            for (int row = 0; row < count; row++)
            {
                sum.AddProduct(TLane.Permute(deltas, outputOfRow), TLane.Select(isBias, one, TLane.Permute(samples, inputOfRow)));
                inputOfRow = TLane.Advance(inputOfRow, inputs);
                outputOfRow = TLane.Advance(outputOfRow, outputs);
            }

            rows -= group;
            if (rows <= 0)
            {
                return;
            }

            x += Stride(group * inputs, paddedX);
            delta += Stride(group * outputs, paddedDelta);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Place(float* places, int lane) => TLane.Load(ref places[lane * TLane.Count]);

    /// <summary>A group's inputs; of unpadded samples no more than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Load(float* elements, bool padded, int count) =>
        padded ? TLane.Load(ref *elements) : TLane.Load(ref *elements, TLane.First(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Stride(int elements, bool padded) => padded ? CacheLine.Floats : elements;

    /// <summary>A lane for each output, on cache lines. Not by stackalloc, which would be guarded by a check.</summary>
    [InlineArray((CacheLine.Floats * CacheLine.Floats) + CacheLine.Floats)]
    private struct TransposedWeights
    {
        private float _first;
    }
}
