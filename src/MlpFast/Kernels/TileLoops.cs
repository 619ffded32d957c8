namespace MlpFast.Kernels;

/// <summary>The loops over the tiles of a block of C: the columns lane by lane, and for each lane's columns the rows tile by tile.</summary>
internal static class TileLoops<TLane>
    where TLane : struct, ILane<TLane>
{
    public static void Run(in Block block)
    {
        int column = 0;
        if (block.Rows == 1 && block.B.DepthStride >= block.Columns)
        {
            // One row alone hides the latency of its additions by being four lanes wide. Packed panels are only two lanes wide.
            column = FullLanes<TwinLane<TwinLane<TLane>>>(block, column);
        }

        column = FullLanes<TwinLane<TLane>>(block, column);
        LastLane(block, column);
    }

    private static int FullLanes<TWide>(in Block block, int column)
        where TWide : struct, ILane<TWide>
    {
        for (; column + TWide.Count <= block.Columns; column += TWide.Count)
        {
            Rows<TWide, FullColumns<TWide>>(block, column, default);
        }

        return column;
    }

    private static void LastLane(in Block block, int column)
    {
        int rest = block.Columns - column;
        if (rest > TLane.Count)
        {
            Rows<TwinLane<TLane>, PartialColumns<TwinLane<TLane>>>(block, column, new(rest));
        }
        else if (rest > 0)
        {
            Rows<TLane, PartialColumns<TLane>>(block, column, new(rest));
        }
    }

    private static void Rows<TWide, TColumns>(in Block block, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide> =>
        Rows<TWide, TColumns, TileRow<TWide>, Stack<TileRow<TWide>, TileRow<TWide>, TWide>>(block, column, columns);

    private static void Rows<TWide, TColumns, TOne, TTwo>(in Block block, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide> =>
        Rows<TWide, TColumns, TOne, TTwo, Stack<Stack<TTwo, TTwo, TWide>, TTwo, TWide>>(block, column, columns);

    private static void Rows<TWide, TColumns, TOne, TTwo, TSix>(in Block block, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide>
        where TSix : struct, ITile<TWide>
    {
        int row = 0;
        if (TWide.TileHeight == 12)
        {
            row = Tiles<TWide, TColumns, Stack<TSix, TSix, TWide>>(block, row, column, columns);
        }

        row = Tiles<TWide, TColumns, TSix>(block, row, column, columns);
        row = Tiles<TWide, TColumns, TTwo>(block, row, column, columns);
        Tiles<TWide, TColumns, TOne>(block, row, column, columns);
    }

    private static int Tiles<TWide, TColumns, TTile>(in Block block, int row, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TTile : struct, ITile<TWide>
    {
        for (; row + TTile.Rows <= block.Rows; row += TTile.Rows)
        {
            MicroKernel.Tile<TWide, TColumns, TTile>(block.Tile(row, row % TWide.TileHeight, column), columns);
        }

        return row;
    }
}
