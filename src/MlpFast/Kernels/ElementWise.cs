using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// The loops over the elements of a span: full lanes, then one partial lane. Bounds are checked and the memory is pinned first, on which
/// lanes rely.
/// </summary>
internal static class ElementWise<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>
    /// a ← f(z), in place or into a span apart. <typeparamref name="TWide"/> is several lanes, which need their constants but once: as many as
    /// have registers for what lies between z and f(z).
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void Activate<TActivation, TWide>(ReadOnlySpan<float> z, Span<float> a)
        where TActivation : struct, IActivation
        where TWide : struct, IArithmeticLane<TWide>
    {
        Bounds.Require(a.Length, z.Length);
        fixed (float* pinnedZ = z, pinnedA = a)
        {
            ref float logit = ref MemoryMarshal.GetReference(z);
            ref float activation = ref MemoryMarshal.GetReference(a);
            int rest = z.Length;
            for (; rest >= TWide.Count; rest -= TWide.Count)
            {
                TActivation.Apply(TWide.Load(ref logit)).Store(ref activation);
                logit = ref Unsafe.Add(ref logit, TWide.Count);
                activation = ref Unsafe.Add(ref activation, TWide.Count);
            }

            if (rest > 0)
            {
                ActivateRest<TActivation>(ref logit, ref activation, rest);
            }
        }
    }

    /// <summary>The same, a lane at a time.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void ActivateFew<TActivation>(ReadOnlySpan<float> z, Span<float> a)
        where TActivation : struct, IActivation
    {
        Bounds.Require(a.Length, z.Length);
        fixed (float* pinnedZ = z, pinnedA = a)
        {
            ActivateRest<TActivation>(ref MemoryMarshal.GetReference(z), ref MemoryMarshal.GetReference(a), z.Length);
        }
    }

    /// <summary>In a method of its own, for the compiler's budget for inlining.</summary>
    [MethodImpl(Compilation.Kernel)]
    private static void ActivateRest<TActivation>(ref float logit, ref float activation, int rest)
        where TActivation : struct, IActivation
    {
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

    /// <summary>
    /// gradients ← gradients ∘ f′, with f′ from the activations: the chain rule across an activation. The largest magnitudes of both are found
    /// on the way where <typeparamref name="TMagnitudes"/> says so, else they are 0.
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe Magnitudes Backpropagate<TActivation, TMagnitudes>(Span<float> gradients, ReadOnlySpan<float> activations)
        where TActivation : struct, IActivation
        where TMagnitudes : struct, IMagnitudesOption
    {
        Bounds.Require(activations.Length, gradients.Length);
        var largestGradient = LargestMagnitude<TLane>.Of(TLane.Splat(0));
        LargestMagnitude<TLane> largestActivation = largestGradient;
        fixed (float* pinnedGradients = gradients, pinnedActivations = activations)
        {
            ref float gradient = ref MemoryMarshal.GetReference(gradients);
            ref float activation = ref MemoryMarshal.GetReference(activations);
            int rest = gradients.Length;
            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                TLane a = TLane.Load(ref activation);
                TLane delta = TLane.Load(ref gradient) * TActivation.Derivative(a);
                delta.Store(ref gradient);
                if (TMagnitudes.AreFound)
                {
                    largestGradient.Add(delta);
                    largestActivation.Add(a);
                }

                gradient = ref Unsafe.Add(ref gradient, TLane.Count);
                activation = ref Unsafe.Add(ref activation, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                TLane a = TLane.Load(ref activation, mask);
                TLane delta = TLane.Load(ref gradient, mask) * TActivation.Derivative(a);
                delta.Store(ref gradient, mask);
                if (TMagnitudes.AreFound)
                {
                    largestGradient.Add(delta);
                    largestActivation.Add(a);
                }
            }
        }

        return TMagnitudes.AreFound ? new Magnitudes(largestGradient.Result, largestActivation.Result) : default;
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
            return first.Result;
        }
    }
}
