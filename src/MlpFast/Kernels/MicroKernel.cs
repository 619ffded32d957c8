using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// Tiles of C = S + A·B, as high as <see cref="TileHeights"/> says and one lane wide, over the depth of the operands.
/// </summary>
internal static class MicroKernel
{
    /// <summary>From this depth on, a tile takes long enough to fetch what comes after it.</summary>
    private const int DepthThatPays = 128;

    /// <summary>
    /// The accumulators start from S, or from zero where S is null, and stay in registers until they are stored. One tile after the other: to be
    /// called for each would take a noticeable part of the time of a shallow one.
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    public static unsafe void Tiles<TLane, TColumns, TTile, TEpilogue>(in TileOperands operands, in TColumns touched, TEpilogue epilogue)
        where TLane : struct, ILane<TLane>
        where TColumns : struct, IColumns<TLane>
        where TTile : struct, ITile<TLane>
        where TEpilogue : struct, IEpilogue
    {
        nint rowStride = operands.RowStrideOfA;
        nint depthStrideOfA = operands.DepthStrideOfA;
        nint depthStrideOfB = operands.DepthStrideOfB;
        TColumns columns = touched; // A reference up to here: a caller that passes vectors by value is never compiled ahead of time.

        // Two k at once address A once for both. A single register instead takes A's elements from memory as it multiplies, and in a single row
        // each row of B is used but once.
        int rows = TTile.Rows; // Asked for once: for the compiler it is a call in each level of the stack, to be inlined.
        int vectors = TLane.Vectors;
        bool takesPairs = rows > 1 && vectors > 1 && ((rows + 2) * vectors) + 1 <= TLane.Registers;

        // Narrow tiles are few, and would keep a pointer too many.
        bool fetches = Sse.IsSupported && rows > 1 && vectors > 1 && operands.Depth >= DepthThatPays;
        nint depthOfTurn = fetches ? (operands.Depth + (2 * rows) - 1) / (2 * rows) * 2 : operands.Depth;
        for (nint tile = 0; tile < operands.Count; tile++)
        {
            float* a = operands.A + (tile * operands.StepOfA);
            float* b = operands.B + (tile * operands.StepOfB);
            TTile sums = default;
            if (operands.Start is not null)
            {
                sums.Load(ref operands.Start[tile * operands.StepOfStart], operands.StartStride, columns);
            }

            nint left = operands.Depth;
            for (nint turn = 0; left > 0; turn++)
            {
                if (fetches)
                {
                    FetchNext(operands, tile, rows, TLane.Count, turn);
                }

                nint count = depthOfTurn < left ? depthOfTurn : left;
                left -= count;
                for (; takesPairs && count >= 2; count -= 2)
                {
                    TLane row = columns.LoadRow(ref *b);
                    TLane nextRow = columns.LoadRow(ref b[depthStrideOfB]);
                    sums.MultiplyAddTwice(ref *a, rowStride, depthStrideOfA, row, nextRow);
                    a += 2 * depthStrideOfA;
                    b += 2 * depthStrideOfB;
                }

                for (; count > 0; count--)
                {
                    sums.MultiplyAdd(ref *a, rowStride, columns.LoadRow(ref *b));
                    a += depthStrideOfA;
                    b += depthStrideOfB;
                }
            }

            ref float c = ref operands.C[tile * operands.StepOfC];
            sums.Finish(ref c, operands.StrideOfC, columns, epilogue);
            sums.Store(ref c, operands.StrideOfC, columns);
        }
    }

    /// <summary>
    /// Brings a row of C of the tile below, the first lines of its row of A, after which the processor itself fetches ahead, and a part of the
    /// next group of panels into the second-level cache, which holds them until they are used; in the first one, rows a power of two apart evict
    /// one another. At most as many turns as a tile has rows each ask for a little, as the tile's own loads have to wait in the same queue. A
    /// prefetch may ask for any address.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void FetchNext(in TileOperands operands, nint tile, nint rows, int columns, nint turn)
    {
        float* c = operands.C + (tile * operands.StepOfC) + ((rows + turn) * operands.StrideOfC);
        for (int i = 0; i < columns; i += CacheLine.Floats)
        {
            Sse.Prefetch1(c + i);
        }

        Sse.Prefetch1(c + columns - 1); // Where the row does not begin with a line.
        if (operands.DepthStrideOfA == 1)
        {
            float* a = operands.A + (tile * operands.StepOfA) + ((rows + turn) * operands.RowStrideOfA);
            Sse.Prefetch1(a);
            Sse.Prefetch1(a + CacheLine.Floats);
        }

        float* ahead = operands.Ahead + (tile * operands.StepOfB) + (turn * operands.AheadOfTurn);
        for (int i = 0; i < operands.AheadOfTurn; i += CacheLine.Floats)
        {
            Sse.Prefetch1(ahead + i);
        }
    }
}

/// <summary>
/// Where the operands of the first one of some tiles begin, how far apart their elements lie, and how far behind those of the next tile begin,
/// in floats.
/// </summary>
internal unsafe ref struct TileOperands
{
    public nint Count;
    public float* A;
    public nint RowStrideOfA;
    public nint DepthStrideOfA;
    public nint StepOfA;
    public float* B;
    public nint DepthStrideOfB;
    public nint StepOfB;
    public float* Start;
    public nint StartStride;
    public nint StepOfStart;
    public float* C;
    public nint StrideOfC;
    public nint StepOfC;
    public nint Depth;

    /// <summary>What is wanted after these tiles. Each turn of a tile fetches so many floats; those of the next tile begin a step of B behind.</summary>
    public float* Ahead;
    public int AheadOfTurn;
}
