using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// One tile of C = S + A·B, at most <see cref="ILane{TSelf}.TileHeight"/> rows and one lane wide, over the depth of the operands.
/// </summary>
internal static class MicroKernel
{
    /// <summary>The accumulators start from S, or from zero where S is a null reference, and stay in registers until they are stored.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static void Tile<TLane, TColumns, TTile, TEpilogue>(in TileOperands operands, in TColumns touched, TEpilogue epilogue)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane>
        where TTile : struct, ITile<TLane>
        where TEpilogue : struct, IEpilogue
    {
        nint rowStride = operands.RowStrideOfA;
        nint depthStrideOfA = operands.DepthStrideOfA;
        nint depthStrideOfB = operands.DepthStrideOfB;
        ref float a = ref operands.A;
        ref float b = ref operands.B;
        TColumns columns = touched; // A reference up to here: a caller that passes vectors by value is never compiled ahead of time.
        TTile sums = default;
        if (!Unsafe.IsNullRef(ref operands.Start))
        {
            sums.Load(ref operands.Start, operands.StartStride, columns);
        }

        if (!TEpilogue.LeavesSums && Sse.IsSupported)
        {
            for (nint row = 0; row < TTile.Rows; row++)
            {
                Prefetch(ref Unsafe.Add(ref operands.C, row * operands.StrideOfC));
                Prefetch(ref Unsafe.Add(ref operands.C, (row * operands.StrideOfC) + TLane.Count - 1));
            }
        }

        nint k = operands.Depth;
        if (k > 0)
        {
            while (true)
            {
                sums.MultiplyAdd(ref a, rowStride, columns.LoadRow(ref b));
                if (--k == 0)
                {
                    break; // Before a and b would point outside their matrices.
                }

                a = ref Unsafe.Add(ref a, depthStrideOfA);
                b = ref Unsafe.Add(ref b, depthStrideOfB);
            }
        }

        sums.Store(ref operands.C, operands.StrideOfC, columns, epilogue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref readonly float address) => Sse.Prefetch0(Unsafe.AsPointer(in address));
}

/// <summary>Where a tile's operands begin, and how far apart their elements lie, in floats.</summary>
internal ref struct TileOperands
{
    public ref float A;
    public nint RowStrideOfA;
    public nint DepthStrideOfA;
    public ref float B;
    public nint DepthStrideOfB;
    public ref float Start;
    public nint StartStride;
    public ref float C;
    public nint StrideOfC;
    public nint Depth;
}
