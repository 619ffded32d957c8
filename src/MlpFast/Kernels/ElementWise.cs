using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// The loops over the elements of a span: full lanes, then one partial lane. Bounds are checked and the memory is pinned first, on which
/// lanes rely.
/// </summary>
internal static class ElementWise<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>a ← f(z), in place or into a span apart.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void Activate<TActivation>(ReadOnlySpan<float> z, Span<float> a)
        where TActivation : struct, IActivation
    {
        Bounds.Require(a.Length, z.Length);
        fixed (float* pinnedZ = z, pinnedA = a)
        {
            ref float logit = ref MemoryMarshal.GetReference(z);
            ref float activation = ref MemoryMarshal.GetReference(a);
            int rest = z.Length;
            for (; rest >= 2 * TLane.Count; rest -= 2 * TLane.Count)
            {
                TActivation.Apply(TwinLane<TLane>.Load(ref logit)).Store(ref activation);
                logit = ref Unsafe.Add(ref logit, 2 * TLane.Count);
                activation = ref Unsafe.Add(ref activation, 2 * TLane.Count);
            }

            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                TActivation.Apply(TLane.Load(ref logit)).Store(ref activation);
                logit = ref Unsafe.Add(ref logit, TLane.Count);
                activation = ref Unsafe.Add(ref activation, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                TActivation.Apply(TLane.Load(ref logit, mask)).Store(ref activation, mask);
            }
        }
    }

    /// <summary>gradients ← gradients ∘ f′, with f′ from the activations: the chain rule across an activation.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void Backpropagate<TActivation>(Span<float> gradients, ReadOnlySpan<float> activations)
        where TActivation : struct, IActivation
    {
        Bounds.Require(activations.Length, gradients.Length);
        fixed (float* pinnedGradients = gradients, pinnedActivations = activations)
        {
            ref float gradient = ref MemoryMarshal.GetReference(gradients);
            ref float activation = ref MemoryMarshal.GetReference(activations);
            int rest = gradients.Length;
            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                (TLane.Load(ref gradient) * TActivation.Derivative(TLane.Load(ref activation))).Store(ref gradient);
                gradient = ref Unsafe.Add(ref gradient, TLane.Count);
                activation = ref Unsafe.Add(ref activation, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                (TLane.Load(ref gradient, mask) * TActivation.Derivative(TLane.Load(ref activation, mask))).Store(ref gradient, mask);
            }
        }
    }

    /// <summary>A reduction of at least one value to its largest element.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe float Reduce<TReduction>(ReadOnlySpan<float> values)
        where TReduction : struct, IReduction<TReduction, TLane>
    {
        Bounds.Require(values.Length, 1);
        fixed (float* pinned = values)
        {
            ref float value = ref *pinned;
            TLane filling = TLane.Splat(value);
            TReduction first = TReduction.Of(filling);
            TReduction second = first, third = first, fourth = first;
            int rest = values.Length;
            for (; rest >= 4 * TLane.Count; rest -= 4 * TLane.Count)
            {
                first.Add(TLane.Load(ref value));
                second.Add(TLane.Load(ref Unsafe.Add(ref value, TLane.Count)));
                third.Add(TLane.Load(ref Unsafe.Add(ref value, 2 * TLane.Count)));
                fourth.Add(TLane.Load(ref Unsafe.Add(ref value, 3 * TLane.Count)));
                value = ref Unsafe.Add(ref value, 4 * TLane.Count);
            }

            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                first.Add(TLane.Load(ref value));
                value = ref Unsafe.Add(ref value, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                first.Add(TLane.Select(mask, TLane.Load(ref value, mask), filling));
            }

            first.Add(second);
            third.Add(fourth);
            first.Add(third);
            return Maximum(first.Result);
        }
    }

    /// <summary>The largest element, or NaN.</summary>
    [SkipLocalsInit]
    private static unsafe float Maximum(TLane values)
    {
        float* room = stackalloc float[TLane.Count + CacheLine.Floats];
        float* elements = CacheLine.Align(room);
        values.Store(ref *elements);
        if (TLane.Count == 1)
        {
            return elements[0]; // A lane of the tests.
        }

        Vector128<float> largest = Vector128.LoadAligned(elements);
        for (int i = Vector128<float>.Count; i < TLane.Count; i += Vector128<float>.Count)
        {
            largest = Vector128.Max(largest, Vector128.LoadAligned(elements + i));
        }

        largest = Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
