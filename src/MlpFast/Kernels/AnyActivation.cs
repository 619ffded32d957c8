using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>An activation that is known when the kernel runs: for few elements, where a kernel for each would cost more than to ask.</summary>
internal static class AnyActivation
{
    /// <summary>f(z); of a softmax the logits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(Activation activation, TLane z)
        where TLane : struct, IArithmeticLane<TLane>
    {
        if (activation == Activation.Sigmoid)
        {
            return SigmoidActivation.Apply(z);
        }

        if (activation == Activation.ReLU)
        {
            return ReLUActivation.Apply(z);
        }

        return activation == Activation.Tanh ? TanhActivation.Apply(z) : z;
    }

    /// <summary>f′(z), given a = f(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Derivative<TLane>(Activation activation, TLane a)
        where TLane : struct, IArithmeticLane<TLane>
    {
        if (activation == Activation.Sigmoid)
        {
            return SigmoidActivation.Derivative(a);
        }

        if (activation == Activation.ReLU)
        {
            return ReLUActivation.Derivative(a);
        }

        return activation == Activation.Tanh ? TanhActivation.Derivative(a) : IdentityActivation.Derivative(a);
    }
}
