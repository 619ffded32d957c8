namespace MlpFast.Benchmarks.Peers;

/// <summary>C# as it is first written: a loop over the elements.</summary>
internal readonly struct LoopArithmetic : IManagedArithmetic
{
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    public static void AddScaled(Span<float> sum, float factor, ReadOnlySpan<float> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            sum[i] += factor * x[i];
        }
    }

    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> difference)
    {
        for (int i = 0; i < x.Length; i++)
        {
            difference[i] = x[i] - y[i];
        }
    }

    public static void Activate(Activation function, ReadOnlySpan<float> z, Span<float> a)
    {
        if (function == Activation.Softmax)
        {
            Softmax(z, a);
            return;
        }

        for (int i = 0; i < z.Length; i++)
        {
            a[i] = function switch
            {
                Activation.Sigmoid => 1 / (1 + MathF.Exp(-z[i])),
                Activation.ReLU => MathF.Max(z[i], 0),
                Activation.Tanh => MathF.Tanh(z[i]),
                _ => z[i],
            };
        }
    }

    public static void MultiplyByDerivative(Activation function, Span<float> delta, Span<float> a)
    {
        for (int i = 0; i < delta.Length; i++)
        {
            delta[i] *= function switch
            {
                Activation.Sigmoid => a[i] * (1 - a[i]),
                Activation.ReLU => a[i] > 0 ? 1 : 0,
                Activation.Tanh => 1 - (a[i] * a[i]),
                _ => 1,
            };
        }
    }

    private static void Softmax(ReadOnlySpan<float> z, Span<float> a)
    {
        float maximum = float.NegativeInfinity;
        foreach (float value in z)
        {
            maximum = MathF.Max(maximum, value);
        }

        float sum = 0;
        for (int i = 0; i < z.Length; i++)
        {
            a[i] = MathF.Exp(z[i] - maximum);
            sum += a[i];
        }

        foreach (ref float value in a)
        {
            value /= sum;
        }
    }
}
