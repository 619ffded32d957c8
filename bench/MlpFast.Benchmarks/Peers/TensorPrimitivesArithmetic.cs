using System.Numerics.Tensors;

namespace MlpFast.Benchmarks.Peers;

/// <summary>The vectorized operations of System.Numerics.Tensors.</summary>
internal readonly struct TensorPrimitivesArithmetic : IManagedArithmetic
{
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => TensorPrimitives.Dot(x, y);

    public static void AddScaled(Span<float> sum, float factor, ReadOnlySpan<float> x) => TensorPrimitives.MultiplyAdd(x, factor, sum, sum);

    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> difference) =>
        TensorPrimitives.Subtract(x, y, difference);

    public static void Activate(Activation function, ReadOnlySpan<float> z, Span<float> a)
    {
        switch (function)
        {
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(z, a);
                break;
            case Activation.ReLU:
                TensorPrimitives.Max(z, 0, a);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(z, a);
                break;
            case Activation.Softmax:
                TensorPrimitives.SoftMax(z, a);
                break;
            default:
                z.CopyTo(a);
                break;
        }
    }

    public static void MultiplyByDerivative(Activation function, Span<float> delta, Span<float> a)
    {
        switch (function)
        {
            case Activation.Sigmoid:
                TensorPrimitives.Multiply(delta, a, delta);
                TensorPrimitives.Subtract(1, a, a);
                TensorPrimitives.Multiply(delta, a, delta);
                break;
            case Activation.ReLU:
                // 1 where a > 0, else 0.
                TensorPrimitives.Min(a, 1, a);
                TensorPrimitives.Ceiling(a, a);
                TensorPrimitives.Multiply(delta, a, delta);
                break;
            case Activation.Tanh:
                TensorPrimitives.Multiply(a, a, a);
                TensorPrimitives.Subtract(1, a, a);
                TensorPrimitives.Multiply(delta, a, delta);
                break;
        }
    }
}
