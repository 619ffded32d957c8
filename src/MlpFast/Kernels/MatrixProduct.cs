using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>C[M × N] = S + A[M × K] · B[K × N], with C row-major and A and B row-major or transposed.</summary>
/// <remarks>
/// The order rule: element (m, n) is one chain of fused multiply-adds, sₘₙ first and then k = 0 … K − 1. How the product is cut into
/// blocks, tiles and lanes, and what is packed, therefore never changes a bit.
/// </remarks>
internal static class MatrixProduct<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>
    /// Sizes of a block of a packed product: 264 × 512 floats of A (528 KiB) stay in the second-level cache while panel after panel of B
    /// (512 × 32 floats, 64 KiB) passes. Multiples of every tile's sizes.
    /// </summary>
    private const int BlockRows = 264;
    private const int BlockDepth = 512;
    private const int BlockColumns = 1024;

    /// <summary>Lines so many bytes apart fall into the same few sets of a first-level cache.</summary>
    private const int AliasingStride = 4096;

    /// <summary>With fewer lines of the other factor to use it, a packed copy does not pay.</summary>
    private const int LinesThatPay = 24;

    /// <summary>Every row of S is <paramref name="bias"/>, [N].</summary>
    public static unsafe void FromBias(StridedMatrix a, StridedMatrix b, ReadOnlySpan<float> bias, Span<float> c)
    {
        Bounds.Require(bias.Length, b.Columns);
        fixed (float* pinnedBias = bias)
        {
            Run(a, b, ref *pinnedBias, startStride: 0, c);
        }
    }

    /// <summary>S is zero or what C holds.</summary>
    public static void FromGradient(StridedMatrix a, StridedMatrix b, Span<float> c, GradientMode mode)
    {
        ref float start = ref mode == GradientMode.Accumulate ? ref MemoryMarshal.GetReference(c) : ref Unsafe.NullRef<float>();
        Run(a, b, ref start, startStride: b.Columns, c);
    }

    /// <summary>The door of every product: bounds are checked and the memory is pinned, on which lanes rely.</summary>
    private static unsafe void Run(StridedMatrix a, StridedMatrix b, ref float start, int startStride, Span<float> c)
    {
        Bounds.Require(c.Length, (long)a.Rows * b.Columns);
        Bounds.RequireSameDepth(a.Columns, b.Rows);
        fixed (float* pinnedA = a.Elements, pinnedB = b.Elements, pinnedC = c)
        {
            RunPinned(a, b, ref start, startStride, c);
        }
    }

    private static void RunPinned(StridedMatrix a, StridedMatrix b, ref float start, int startStride, Span<float> c)
    {
        var block = new Block
        {
            Start = ref start,
            StartStride = startStride,
            C = ref MemoryMarshal.GetReference(c),
            StrideOfC = b.Columns,
        };
        bool packsA = Aliases(a) && b.Columns >= LinesThatPay;
        bool packsB = b.ColumnStride != 1 || (Aliases(b) && a.Rows >= LinesThatPay);
        if (a.Columns == 0 || (!packsA && !packsB))
        {
            block.A = Panels.InPlace(a, 0, 0);
            block.B = Panels.InPlace(b.Transposed(), 0, 0);
            block.Rows = a.Rows;
            block.Columns = b.Columns;
            block.Depth = a.Columns;
            TileLoops<TLane>.Run(block);
            return;
        }

        RunBlocks(a, b, packsA, packsB, block);
    }

    /// <summary>K in blocks, the later ones starting from the C of those before; in each, the columns of C in blocks, then its rows.</summary>
    private static void RunBlocks(StridedMatrix a, StridedMatrix b, bool packsA, bool packsB, Block block)
    {
        StridedMatrix columnsOfB = b.Transposed();
        int blockRows = Balanced(a.Rows, BlockRows, TLane.TileHeight);
        int blockColumns = Balanced(b.Columns, BlockColumns, 2 * TLane.Count);
        Span<float> roomForA = packsA ? ThreadScratch.PackedRows(blockRows * BlockDepth) : default;
        Span<float> roomForB = packsB ? ThreadScratch.PackedColumns(blockColumns * BlockDepth) : default;
        ref float start = ref block.Start;
        ref float c = ref block.C;
        for (int k = 0; k < a.Columns; k += block.Depth)
        {
            block.Depth = Math.Min(BlockDepth, a.Columns - k);
            for (int column = 0; column < b.Columns; column += blockColumns)
            {
                block.Columns = Math.Min(blockColumns, b.Columns - column);
                block.B = packsB
                    ? Panels.Packed<TLane>(columnsOfB, column, block.Columns, k, block.Depth, 2 * TLane.Count, roomForB)
                    : Panels.InPlace(columnsOfB, column, k);
                for (int row = 0; row < a.Rows; row += blockRows)
                {
                    block.Rows = Math.Min(blockRows, a.Rows - row);
                    block.A = packsA
                        ? Panels.Packed<TLane>(a, row, block.Rows, k, block.Depth, TLane.TileHeight, roomForA)
                        : Panels.InPlace(a, row, k);
                    block.C = ref Unsafe.Add(ref c, (row * block.StrideOfC) + column);
                    if (!Unsafe.IsNullRef(ref start))
                    {
                        block.Start = ref Unsafe.Add(ref start, (row * block.StartStride) + column);
                    }

                    TileLoops<TLane>.Run(block);
                }
            }

            start = ref c;
            block.StartStride = block.StrideOfC;
        }
    }

    /// <summary>Whether lines that a tile reads together lie a multiple of <see cref="AliasingStride"/> apart.</summary>
    private static bool Aliases(StridedMatrix matrix) =>
        Math.Max(matrix.RowStride, matrix.ColumnStride) % (AliasingStride / sizeof(float)) == 0;

    /// <summary>The size, a multiple of the unit, of blocks no larger than the limit that cut a length into nearly equal parts.</summary>
    private static int Balanced(int length, int limit, int unit)
    {
        int blocks = ((length - 1) / limit) + 1;
        int size = ((length - 1) / blocks) + 1;
        return (((size - 1) / unit) + 1) * unit;
    }
}
