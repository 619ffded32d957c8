using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// One tile of C = S + A·B, as high as <see cref="TileHeights"/> says and one lane wide, over the depth of the operands.
/// </summary>
internal static class MicroKernel
{
    /// <summary>
    /// From this depth on, a tile takes long enough to bring the rows of the tile below into the second-level cache, which holds them until its
    /// turn comes, be it next or after a group of panels. In the first-level cache they would not last: rows a power of two apart evict one
    /// another.
    /// </summary>
    private const int DepthThatPays = 128;

    /// <summary>The accumulators start from S, or from zero where S is null, and stay in registers until they are stored.</summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void Tile<TLane, TColumns, TTile, TEpilogue>(in TileOperands operands, in TColumns touched, TEpilogue epilogue)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane>
        where TTile : struct, ITile<TLane>
        where TEpilogue : struct, IEpilogue
    {
        nint rowStride = operands.RowStrideOfA;
        nint depthStrideOfA = operands.DepthStrideOfA;
        nint depthStrideOfB = operands.DepthStrideOfB;
        float* a = operands.A;
        float* b = operands.B;
        TColumns columns = touched; // A reference up to here: a caller that passes vectors by value is never compiled ahead of time.
        TTile sums = default;
        if (operands.Start is not null)
        {
            sums.Load(ref *operands.Start, operands.StartStride, columns);
        }

        if (Sse.IsSupported && TTile.Rows > 1 && operands.Depth >= DepthThatPays)
        {
            float* below = operands.C + (TTile.Rows * operands.StrideOfC);
            for (nint row = 0; row < TTile.Rows; row++)
            {
                for (int column = 0; column < TLane.Count; column += CacheLine.Floats)
                {
                    Sse.Prefetch1(below + column);
                }

                Sse.Prefetch1(below + TLane.Count - 1); // Where the row does not begin with a line.
                below += operands.StrideOfC;
            }
        }

        for (nint k = operands.Depth; k > 0; k--)
        {
            sums.MultiplyAdd(ref *a, rowStride, columns.LoadRow(ref *b));
            a += depthStrideOfA;
            b += depthStrideOfB;
        }

        sums.Store(ref *operands.C, operands.StrideOfC, columns, epilogue);
    }
}

/// <summary>Where a tile's operands begin, and how far apart their elements lie, in floats.</summary>
internal unsafe ref struct TileOperands
{
    public float* A;
    public nint RowStrideOfA;
    public nint DepthStrideOfA;
    public float* B;
    public nint DepthStrideOfB;
    public float* Start;
    public nint StartStride;
    public float* C;
    public nint StrideOfC;
    public nint Depth;
}
