using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The loops over a product with a single row, c = s + a·B. They are bound by reading B, so B is read as nearly in the order of memory as
/// the latency of additions allows.
/// </summary>
internal static class RowLoops<TLane, TEpilogue>
    where TLane : struct, IArithmeticLane<TLane>
    where TEpilogue : struct, IEpilogue
{
    /// <summary>Rows of B that are read side by side, so that c is read and written once for all of them.</summary>
    private const int Streams = 4;

    /// <summary>Lanes of c that are kept in registers: enough to hide the latency of additions.</summary>
    private const int LanesInRegisters = 8;

    public static void Run(in Block block, TEpilogue epilogue)
    {
        if (TEpilogue.LeavesSums && block.Columns > LanesInRegisters * TLane.Count && block.Depth > Streams)
        {
            Streaming(block, epilogue);
        }
        else
        {
            InRegisters(block, epilogue);
        }
    }

    /// <summary>The sums of a few lanes over the whole depth, then those of the next.</summary>
    private static void InRegisters(in Block block, TEpilogue epilogue)
    {
        int column = FullLanes<TwinLane<TwinLane<TwinLane<TLane>>>>(block, 0, epilogue);
        column = FullLanes<TwinLane<TwinLane<TLane>>>(block, column, epilogue);
        column = FullLanes<TwinLane<TLane>>(block, column, epilogue);
        int rest = block.Columns - column;
        if (rest > TLane.Count)
        {
            Tiles<TwinLane<TLane>, PartialTwinColumns<TLane>>(block, column, count: 1, new(rest), epilogue);
        }
        else if (rest > 0)
        {
            Tiles<TLane, PartialColumns<TLane>>(block, column, count: 1, new(rest), epilogue);
        }
    }

    private static int FullLanes<TWide>(in Block block, int column, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
    {
        int count = (block.Columns - column) / TWide.Count;
        if (count > 0)
        {
            Tiles<TWide, FullColumns<TWide>>(block, column, count, default, epilogue);
        }

        return column + (count * TWide.Count);
    }

    private static unsafe void Tiles<TWide, TColumns>(in Block block, int column, int count, in TColumns columns, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide> =>
        MicroKernel.Tiles<TWide, TColumns, TileRow<TWide>, TEpilogue>(
            block.TilesBeside(row: 0, column, TWide.Count, count, block.B + column, stepOfB: TWide.Count), columns, epilogue);

    /// <summary>All sums over four k, then over the next four.</summary>
    private static unsafe void Streaming(in Block block, TEpilogue epilogue)
    {
        Block first = block;
        first.Depth = ((block.Depth - 1) % Streams) + 1;
        InRegisters(first, epilogue);
        for (int k = first.Depth; k < block.Depth; k += Streams)
        {
            AddRows(
                ref block.A[k * block.DepthStrideOfA],
                block.DepthStrideOfA,
                ref block.B[k * block.DepthStrideOfB],
                block.DepthStrideOfB,
                ref *block.C,
                block.Columns);
        }
    }

    /// <summary>c ← c + four elements of a times their rows of B.</summary>
    [MethodImpl(Compilation.Kernel)]
    private static void AddRows(ref float a, nint strideOfA, ref float b, nint strideOfB, ref float c, int columns)
    {
        TLane a0 = TLane.Splat(a);
        TLane a1 = TLane.Splat(Unsafe.Add(ref a, strideOfA));
        TLane a2 = TLane.Splat(Unsafe.Add(ref a, 2 * strideOfA));
        TLane a3 = TLane.Splat(Unsafe.Add(ref a, 3 * strideOfA));
        int column = 0;
        for (; column + TLane.Count <= columns; column += TLane.Count)
        {
            AddLane(a0, a1, a2, a3, ref Unsafe.Add(ref b, column), strideOfB, ref Unsafe.Add(ref c, column), default(FullColumns<TLane>));
        }

        if (column < columns)
        {
            var rest = new PartialColumns<TLane>(columns - column);
            AddLane(a0, a1, a2, a3, ref Unsafe.Add(ref b, column), strideOfB, ref Unsafe.Add(ref c, column), rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLane<TColumns>(
        TLane a0, TLane a1, TLane a2, TLane a3, ref float b, nint strideOfB, ref float c, TColumns columns)
        where TColumns : struct, IColumns<TLane>
    {
        TLane sum = columns.Load(ref c);
        sum.AddProduct(a0, columns.Load(ref b));
        sum.AddProduct(a1, columns.Load(ref Unsafe.Add(ref b, strideOfB)));
        sum.AddProduct(a2, columns.Load(ref Unsafe.Add(ref b, 2 * strideOfB)));
        sum.AddProduct(a3, columns.Load(ref Unsafe.Add(ref b, 3 * strideOfB)));
        columns.Store(sum, ref c);
    }
}
