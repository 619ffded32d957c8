using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The products of a layer so small that blocks and tiles would cost more than its arithmetic: its outputs fit one lane. Each element is the
/// same chain as in <see cref="MatrixProduct{TLane}"/>. Unchecked: the kernel set that calls has established the bounds and pinned the memory.
/// </summary>
internal static unsafe class SmallLayer<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Multiplications up to which a layer counts as small.</summary>
    private const long Multiplications = 2048;

    public static bool Fits(int rows, int inputs, int outputs) =>
        outputs <= TLane.Count && (long)rows * inputs * outputs <= Multiplications;

    /// <summary>A = f(X·W + b).</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void Forward<TActivation>(float* x, float* weights, float* biases, float* a, int rows, int inputs, int outputs)
        where TActivation : struct, IActivation
    {
        TLane mask = TLane.First(outputs);
        TLane bias = TLane.Load(ref *biases, mask);
        for (int row = 0; row < rows; row++)
        {
            TLane sum = bias;
            float* weight = weights;
            for (int k = 0; k < inputs; k++)
            {
                sum = TLane.FusedMultiplyAdd(TLane.Splat(x[k]), TLane.Load(ref *weight, mask), sum);
                weight += outputs;
            }

            TActivation.Apply(sum).Store(ref *a, mask);
            x += inputs;
            a += outputs;
        }
    }

    /// <summary>dX = δ·Wᵀ, a number at a time.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void InputGradient(float* delta, float* weights, float* gradient, int rows, int inputs, int outputs)
    {
        for (int row = 0; row < rows; row++)
        {
            float* weight = weights;
            for (int k = 0; k < inputs; k++)
            {
                float sum = 0;
                for (int i = 0; i < outputs; i++)
                {
                    sum = MathF.FusedMultiplyAdd(delta[i], weight[i], sum);
                }

                gradient[k] = sum;
                weight += outputs;
            }

            delta += outputs;
            gradient += inputs;
        }
    }

    /// <summary>dW = Xᵀ·δ (+ dW) for so many rows of dW. With no inputs X is a single number, which every row has.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void WeightGradient(
        float* x, float* delta, float* gradient, int rows, int inputs, int outputs, int gradientRows, GradientMode mode)
    {
        TLane mask = TLane.First(outputs);
        for (int k = 0; k < gradientRows; k++)
        {
            TLane sum = mode == GradientMode.Accumulate ? TLane.Load(ref *gradient, mask) : TLane.Splat(0);
            for (int row = 0; row < rows; row++)
            {
                sum = TLane.FusedMultiplyAdd(
                    TLane.Splat(x[(row * inputs) + k]), TLane.Load(ref delta[row * outputs], mask), sum);
            }

            sum.Store(ref *gradient, mask);
            gradient += outputs;
        }
    }
}
