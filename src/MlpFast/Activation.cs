namespace MlpFast;

/// <summary>The function a dense layer applies to its logits z = x·W + b.</summary>
public enum Activation
{
    /// <summary>f(z) = z. The usual output of a regression network.</summary>
    Identity,

    /// <summary>f(z) = 1 / (1 + e⁻ᶻ), in [0, 1].</summary>
    Sigmoid,

    /// <summary>f(z) = max(z, 0), with derivative 0 at 0.</summary>
    ReLU,

    /// <summary>f(z) = tanh(z), in [−1, 1].</summary>
    Tanh,

    /// <summary>
    /// f(z)ᵢ = e^(zᵢ − max z) / Σⱼ e^(zⱼ − max z), the row's maximum subtracted so that no finite row overflows or vanishes.
    /// Only as the activation of the last layer.
    /// </summary>
    Softmax,
}
