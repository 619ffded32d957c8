namespace MlpFast;

/// <summary>A fully connected layer: a = f(x·W + b), its input size being the output size of the layer before it.</summary>
/// <param name="Outputs">Number of units, at least 1.</param>
/// <param name="Activation">The function applied to each unit's logit.</param>
public readonly record struct Dense(int Outputs, Activation Activation);
