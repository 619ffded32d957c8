using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The largest magnitudes of a layer's δ and of its activations; NaN where one of them is NaN.</summary>
internal readonly record struct Magnitudes(float Delta, float Activation)
{
    public Magnitudes Max(Magnitudes other) => new(MathF.Max(Delta, other.Delta), MathF.Max(Activation, other.Activation));
}

/// <summary>Whether a kernel finds magnitudes as well: a type, so that the compiler leaves out the code where it does not.</summary>
internal interface IMagnitudesOption
{
    static abstract bool AreFound { get; }
}

/// <summary>It does.</summary>
internal readonly struct WithMagnitudes : IMagnitudesOption
{
    public static bool AreFound
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }
}

/// <summary>It does not.</summary>
internal readonly struct WithoutMagnitudes : IMagnitudesOption
{
    public static bool AreFound
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }
}
