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
    /// <summary>values ← f(values).</summary>
    public static unsafe void Activate<TActivation>(Span<float> values)
        where TActivation : struct, IActivation
    {
        fixed (float* pinned = values)
        {
            ref float value = ref MemoryMarshal.GetReference(values);
            int rest = values.Length;
            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                TActivation.Apply(TLane.Load(ref value)).Store(ref value);
                value = ref Unsafe.Add(ref value, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                TActivation.Apply(TLane.Load(ref value, mask)).Store(ref value, mask);
            }
        }
    }

    /// <summary>gradients ← gradients ∘ f′, with f′ from the activations: the chain rule across an activation.</summary>
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

    /// <summary>destination ← e^(values − shift), where no value exceeds the shift. In place or into a span apart.</summary>
    public static unsafe void ShiftedExponential(ReadOnlySpan<float> values, float shift, Span<float> destination)
    {
        Bounds.Require(destination.Length, values.Length);
        fixed (float* pinnedValues = values, pinnedDestination = destination)
        {
            ref float value = ref MemoryMarshal.GetReference(values);
            ref float target = ref MemoryMarshal.GetReference(destination);
            TLane shifts = TLane.Splat(shift);
            int rest = values.Length;
            for (; rest >= TLane.Count; rest -= TLane.Count)
            {
                Exponential.OfNonPositive(TLane.Load(ref value) - shifts).Store(ref target);
                value = ref Unsafe.Add(ref value, TLane.Count);
                target = ref Unsafe.Add(ref target, TLane.Count);
            }

            if (rest > 0)
            {
                TLane mask = TLane.First(rest);
                Exponential.OfNonPositive(TLane.Load(ref value, mask) - shifts).Store(ref target, mask);
            }
        }
    }
}
