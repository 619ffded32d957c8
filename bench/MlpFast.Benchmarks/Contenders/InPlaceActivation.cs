using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>The activation kernels of a kernel set: values ← f(values).</summary>
internal static class InPlaceActivation
{
    /// <summary>For softmax the values are one row.</summary>
    public static Action<Span<float>> Of(KernelSet kernels, Activation function) =>
        kernels is KernelSet<Vector512Lane> ? OfLane<Vector512Lane>(kernels, function) : OfLane<VectorLane>(kernels, function);

    private static Action<Span<float>> OfLane<TLane>(KernelSet kernels, Activation function)
        where TLane : struct, IArithmeticLane<TLane> =>
        function switch
        {
            Activation.Sigmoid => ElementWise<TLane>.Activate<SigmoidActivation>,
            Activation.Tanh => ElementWise<TLane>.Activate<TanhActivation>,
            Activation.Softmax => values => kernels.Softmax(values, values.Length),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected Sigmoid, Tanh or Softmax."),
        };
}
