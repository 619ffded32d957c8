namespace MlpFast.Benchmarks.Peers;

/// <summary>The operations on vectors that a network in managed code is made of.</summary>
internal interface IManagedArithmetic
{
    static abstract float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y);

    /// <summary>sum ← sum + factor · x.</summary>
    static abstract void AddScaled(Span<float> sum, float factor, ReadOnlySpan<float> x);

    /// <summary>difference = x − y.</summary>
    static abstract void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> difference);

    /// <summary>a = f(z), which may be the same memory. For softmax z is one row.</summary>
    static abstract void Activate(Activation function, ReadOnlySpan<float> z, Span<float> a);

    /// <summary>δ ← δ ∘ f′(z), given a = f(z), which may be overwritten. Softmax has its derivative in that of the loss.</summary>
    static abstract void MultiplyByDerivative(Activation function, Span<float> delta, Span<float> a);
}
