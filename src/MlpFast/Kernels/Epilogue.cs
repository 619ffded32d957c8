using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>What becomes of the sums of a matrix product while they are still in registers.</summary>
internal interface IEpilogue
{
    /// <summary>Whether C then holds the sums, so that a further block of the depth can continue them.</summary>
    static abstract bool LeavesSums { get; }

    /// <summary>What is to be stored for a sum, in the place of C given.</summary>
    TLane Of<TLane, TColumns>(TLane sum, ref readonly float c, TColumns columns)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane>;
}

/// <summary>C = sum.</summary>
internal readonly struct Replace : IEpilogue
{
    public static bool LeavesSums => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Of<TLane, TColumns>(TLane sum, ref readonly float c, TColumns columns)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane> => sum;
}

/// <summary>C ← C + scale · sum: with weights for C and their gradient for the sum, a step of gradient descent.</summary>
internal readonly struct AddScaled(float scale) : IEpilogue
{
    public static bool LeavesSums => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Of<TLane, TColumns>(TLane sum, ref readonly float c, TColumns columns)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane> => TLane.FusedMultiplyAdd(sum, TLane.Splat(scale), columns.Load(in c));
}
