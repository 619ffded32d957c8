using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// C[M × N] = S + A[M × K] · B[K × N], with C row-major, its rows so many floats apart, and A and B row-major or transposed.
/// </summary>
/// <remarks>
/// The order rule: element (m, n) is one chain of fused multiply-adds, sₘₙ first and then k = 0 … K − 1. How the product is cut into
/// blocks, tiles and lanes, and what is copied, therefore never changes a bit.
/// </remarks>
[SkipLocalsInit] // To clear matrices, blocks and tiles takes a good part of the time of a small product.
internal static class MatrixProduct<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Sizes of a block of a product whose factors are copied. A deeper block reads and writes C less often.</summary>
    private const int BlockRows = 1056;
    private const int BlockDepth = 1024;

    /// <summary>
    /// Floats of B that are packed at a time, as panels two lanes wide: they stay in the second-level cache while all rows of the block pass,
    /// and a tile's rows of A in the first one, if the depth allows, while the panels pass.
    /// </summary>
    private const int GroupOfPanels = 1 << 16;

    /// <summary>
    /// Rows of B at least so many bytes apart are packed: they would share sets of the caches, or at least entries of the buffer of translated
    /// pages, and they are to stay from tile to tile.
    /// </summary>
    private const int WideStrideOfB = 2048;

    /// <summary>From here on they are if there are <see cref="ManyLines"/> of A to use the copy.</summary>
    private const int MiddleStrideOfB = 1024;

    private const int ManyLines = 96;

    /// <summary>Floats that a turn of a tile has time to fetch.</summary>
    private const int MostAheadOfRow = 256;

    /// <summary>Columns of B from which rows of A are copied that the first-level cache holds, but not easily.</summary>
    private const int ManyColumns = 256;

    /// <summary>With fewer lines of the other factor to use it, a copy does not pay.</summary>
    private const int LinesThatPay = 24;

    /// <summary>Every row of S is <paramref name="bias"/>, [N], pinned and checked by the caller.</summary>
    public static unsafe void FromBias(in StridedMatrix a, in StridedMatrix b, float* bias, in StridedMatrix c) =>
        Run(a, b, bias, startStride: 0, c, default(Replace));

    /// <summary>
    /// The same with a C of 1 to <see cref="ILane{TSelf}.Count"/> columns, too few for a copy to pay, which leads to its tiles by a short way: the
    /// checks below would take a good part of the time of a small product. That the shapes go together is checked by the caller.
    /// </summary>
    public static unsafe void NarrowFromBias(in ReadOnlyMatrix a, ReadOnlySpan<float> b, ReadOnlySpan<float> bias, in Matrix c)
    {
        fixed (float* pinnedA = a.Elements, pinnedB = b, pinnedBias = bias, pinnedC = c.Elements)
        {
            var block = new Block
            {
                A = pinnedA,
                RowStrideOfA = a.Stride,
                DepthStrideOfA = 1,
                B = pinnedB,
                DepthStrideOfB = c.Columns,
                Start = pinnedBias,
                C = pinnedC,
                StrideOfC = c.Stride,
                Rows = c.Rows,
                Columns = c.Columns,
                Depth = a.Columns,
            };
            TileLoops<TLane, Replace>.NarrowColumns(block, column: 0, default);
        }
    }

    /// <summary>S is zero or what C holds.</summary>
    public static unsafe void FromGradient(in StridedMatrix a, in StridedMatrix b, in StridedMatrix c, GradientMode mode) =>
        Run(a, b, mode == GradientMode.Accumulate ? c.Elements : null, c.RowStride, c, default(Replace));

    /// <summary>C ← C + scale · (A·B), with S zero.</summary>
    public static unsafe void AddScaled(in StridedMatrix a, in StridedMatrix b, in StridedMatrix c, float scale) =>
        Run(a, b, start: null, startStride: 0, c, new AddScaled(scale));

    /// <summary>
    /// The door of all other products: that the shapes go together is checked here, that the memory holds them where the matrices were made. No
    /// start stands for zeros.
    /// </summary>
    private static unsafe void Run<TEpilogue>(
        in StridedMatrix a, in StridedMatrix b, float* start, int startStride, in StridedMatrix c, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Bounds.RequireProduct(a, b, c);
        var block = new Block
        {
            A = a.Elements,
            RowStrideOfA = a.RowStride,
            DepthStrideOfA = a.ColumnStride,
            B = b.Elements,
            DepthStrideOfB = b.RowStride,
            Start = start,
            StartStride = startStride,
            C = c.Elements,
            StrideOfC = c.RowStride,
            Rows = a.Rows,
            Columns = b.Columns,
            Depth = a.Columns,
        };
        bool fitsBlocks = TEpilogue.LeavesSums || a.Columns <= BlockDepth; // Other sums cannot be left and continued.
        bool copiesA = fitsBlocks && a.Rows > 1 && b.Columns >= LinesThatPay && b.Columns >= ColumnsThatPayForA(a.RowStride);
        bool packsB = b.ColumnStride != 1 || (fitsBlocks && a.Rows >= RowsThatPayForB(b.RowStride * sizeof(float)));
        if (a.Columns > 0 && (copiesA || packsB))
        {
            RowBlocks(block, b.ColumnStride, copiesA, packsB, epilogue);
        }
        else if (a.Rows == 1)
        {
            RowLoops<TLane, TEpilogue>.Run(block, epilogue);
        }
        else
        {
            TileLoops<TLane, TEpilogue>.Run(block, epilogue);
        }
    }

    /// <summary>At least <see cref="LinesThatPay"/>, with which a small product need not ask.</summary>
    private static int ColumnsThatPayForA(int floatsApart) =>
        !FirstLevelCache.Holds(TLane.TileHeight, floatsApart) ? LinesThatPay
        : FirstLevelCache.HoldsEasily(TLane.TileHeight, floatsApart) ? int.MaxValue
        : ManyColumns;

    private static int RowsThatPayForB(int bytesApart) => bytesApart switch
    {
        >= WideStrideOfB => LinesThatPay,
        >= MiddleStrideOfB => ManyLines,
        _ => int.MaxValue,
    };

    /// <summary>Apart from the path of a small product, which its many locals would slow down.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void RowBlocks<TEpilogue>(Block product, nint columnStrideOfB, bool copiesA, bool packsB, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Block block = product;
        int rows = Balanced(product.Rows, BlockRows, TLane.TileHeight);
        for (int row = 0; row < product.Rows; row += rows)
        {
            block.Rows = Math.Min(rows, product.Rows - row);
            block.A = product.A + (row * product.RowStrideOfA);
            block.C = product.C + (row * product.StrideOfC);
            if (product.Start is not null)
            {
                block.Start = product.Start + (row * product.StartStride);
            }

            DepthBlocks(block, columnStrideOfB, copiesA, packsB, epilogue);
        }
    }

    /// <summary>All blocks of the depth but the first continue the sums that the one before has left in C.</summary>
    private static unsafe void DepthBlocks<TEpilogue>(Block product, nint columnStrideOfB, bool copiesA, bool packsB, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Block block = product;
        int depth = TEpilogue.LeavesSums ? BlockDepth : product.Depth;
        for (int k = 0; k < product.Depth; k += depth)
        {
            block.Depth = Math.Min(depth, product.Depth - k);
            block.A = product.A + (k * product.DepthStrideOfA);
            block.B = product.B + (k * product.DepthStrideOfB);
            if (copiesA)
            {
                CopiedRows(block, columnStrideOfB, packsB, epilogue);
            }
            else
            {
                ColumnPanels(block, columnStrideOfB, packsB, epilogue);
            }

            block.Start = product.C;
            block.StartStride = product.StrideOfC;
        }
    }

    /// <summary>With rows of A that would evict one another copied apart.</summary>
    private static unsafe void CopiedRows<TEpilogue>(Block block, nint columnStrideOfB, bool packsB, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Debug.Assert(block.DepthStrideOfA == 1, "The rows of a transposed A begin side by side, which any cache holds.");
        int stride = RowStride.Spreading(block.Depth);
        Span<float> room = ThreadScratch.CopiedRows(block.Rows * stride);
        fixed (float* copy = room)
        {
            for (int row = 0; row < block.Rows; row++)
            {
                new ReadOnlySpan<float>(block.A + (row * block.RowStrideOfA), block.Depth).CopyTo(room.Slice(row * stride, block.Depth));
            }

            block.A = copy;
            block.RowStrideOfA = stride;
            ColumnPanels(block, columnStrideOfB, packsB, epilogue);
        }
    }

    private static unsafe void ColumnPanels<TEpilogue>(Block product, nint columnStrideOfB, bool packs, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (!packs)
        {
            TileLoops<TLane, TEpilogue>.Run(product, epilogue);
            return;
        }

        int width = 2 * TLane.Count;
        int group = Math.Max(1, GroupOfPanels / (width * product.Depth)) * width;
        int panels = (Math.Min(group, product.Columns) + width - 1) / width;
        fixed (float* packed = ThreadScratch.PackedColumns(panels * width * product.Depth))
        {
            int columns;
            for (int column = 0; column < product.Columns; column += columns)
            {
                columns = Math.Min(group, product.Columns - column);
                int rest = columns % width;
                columns -= rest <= TLane.Count && rest < columns ? rest : 0; // What one lane holds is a group of its own: rows of tiles end with more.
                Block block = product.SliceColumns(column, columns, columnStrideOfB);
                if (columnStrideOfB != 1)
                {
                    PackPanels(ref block, columnStrideOfB, packed);
                    LookAhead(ref block, product, column + columns, columnStrideOfB);
                }
                else if (columns > TLane.Count)
                {
                    block.CopyOfB = packed;
                }

                TileLoops<TLane, TEpilogue>.Run(block, epilogue);
            }
        }
    }

    private static unsafe void PackPanels(ref Block block, nint columnStrideOfB, float* packed)
    {
        int width = 2 * TLane.Count;
        for (int column = 0; column < block.Columns; column += width)
        {
            Packing.Panel(
                ref block.B[column * columnStrideOfB],
                columnStrideOfB,
                Math.Min(width, block.Columns - column),
                block.Depth,
                width,
                ref packed[column * (nint)block.Depth]);
        }

        block.B = packed;
        block.DepthStrideOfB = width;
        block.IsPackedB = true;
    }

    /// <summary>Lets the tiles of a group fetch the lines of the next one, where those lie one behind the other and are as many.</summary>
    private static unsafe void LookAhead(ref Block group, in Block product, int nextColumn, nint columnStrideOfB)
    {
        if (columnStrideOfB == product.Depth && nextColumn + group.Columns <= product.Columns)
        {
            group.Ahead = product.B + (nextColumn * columnStrideOfB);
            group.AheadOfRow = Math.Min(2 * TLane.Count * product.Depth / product.Rows, MostAheadOfRow);
        }
    }

    /// <summary>The size, a multiple of the unit, of blocks no larger than the limit that cut a length into nearly equal parts.</summary>
    private static int Balanced(int length, int limit, int unit)
    {
        int blocks = ((length - 1) / limit) + 1;
        int size = ((length - 1) / blocks) + 1;
        return (((size - 1) / unit) + 1) * unit;
    }
}
