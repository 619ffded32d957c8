namespace MlpFast.Kernels;

/// <summary>What a kernel does with the gradient that its destination holds: the β of a general matrix product.</summary>
internal enum GradientMode
{
    /// <summary>Replaces it, starting every sum from +0.</summary>
    Overwrite,

    /// <summary>Continues every sum from it.</summary>
    Accumulate,
}
