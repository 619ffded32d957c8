using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// The loops over the tiles of a block of C. Where B is read in place, they go down all rows before they turn to the next columns, so that few
/// lines of B are in use at a time; where it is packed, along all columns before the next rows.
/// </summary>
[SkipLocalsInit] // To clear matrices, blocks and tiles takes a good part of the time of a small product.
internal static class TileLoops<TLane, TEpilogue>
    where TLane : struct, IArithmeticLane<TLane>
    where TEpilogue : struct, IEpilogue
{
    public static unsafe void Run(in Block block, TEpilogue epilogue)
    {
        if (block.CopyOfB is not null)
        {
            PackingFirstRow(block, epilogue);
        }
        else if (block.IsPackedB && block.Columns > TLane.Count)
        {
            RowsOfTiles(block, firstRow: 0, epilogue);
        }
        else
        {
            ColumnsOfTiles(block, epilogue);
        }
    }

    private static unsafe void PackingFirstRow(in Block block, TEpilogue epilogue)
    {
        (int height, _) = TileHeights.Next(block.Rows, TLane.TileHeight);
        RowOfTiles(block, row: 0, height, epilogue);
        Block others = block;
        others.B = block.CopyOfB;
        others.DepthStrideOfB = 2 * TLane.Count;
        others.IsPackedB = true;
        others.CopyOfB = null;
        RowsOfTiles(others, firstRow: height, epilogue);
    }

    private static void RowsOfTiles(in Block block, int firstRow, TEpilogue epilogue)
    {
        int height;
        for (int row = firstRow; row < block.Rows; row += height)
        {
            (height, _) = TileHeights.Next(block.Rows - row, TLane.TileHeight);
            RowOfTiles(block, row, height, epilogue);
        }
    }

    private static void RowOfTiles(in Block block, int row, int height, TEpilogue epilogue)
    {
        int panels = block.Columns / TwinLane<TLane>.Count;
        if (panels > 0)
        {
            PanelTiles<FullColumns<TwinLane<TLane>>>(block, row, height, column: 0, panels, default, epilogue);
        }

        int column = panels * TwinLane<TLane>.Count;
        if (column < block.Columns)
        {
            PanelTiles<PartialTwinColumns<TLane>>(block, row, height, column, panels: 1, new(block.Columns - column), epilogue);
        }
    }

    private static unsafe void PanelTiles<TColumns>(
        in Block block, int row, int height, int column, int panels, in TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TwinLane<TLane>>
    {
        int width = TwinLane<TLane>.Count;
        nint panel = column * (nint)block.Depth;
        if (block.CopyOfB is null)
        {
            TileOperands operands = block.TilesBeside(row, column, width, panels, block.B + panel, stepOfB: width * (nint)block.Depth);
            Tiles<TwinLane<TLane>, TColumns, TileRow<TwinLane<TLane>>>(height, operands, columns, epilogue);
        }
        else
        {
            var copied = new CopiedColumns<TwinLane<TLane>, TColumns>(block.CopyOfB + panel, width, block.DepthStrideOfB, columns);
            TileOperands operands = block.TilesBeside(row, column, width, panels, block.B + column, stepOfB: width);
            Tiles<TwinLane<TLane>, CopiedColumns<TwinLane<TLane>, TColumns>, TileRow<TwinLane<TLane>>>(height, operands, copied, epilogue);
        }
    }

    private static void ColumnsOfTiles(in Block block, TEpilogue epilogue)
    {
        int column = 0;
        for (; column + (2 * TLane.Count) <= block.Columns; column += 2 * TLane.Count)
        {
            Rows<TwinLane<TLane>, FullColumns<TwinLane<TLane>>>(block, column, default, epilogue);
        }

        int rest = block.Columns - column;
        if (rest > TLane.Count)
        {
            Rows<TwinLane<TLane>, PartialTwinColumns<TLane>>(block, column, new(rest), epilogue);
        }
        else if (rest > 0)
        {
            NarrowColumns(block, column, epilogue);
        }
    }

    /// <summary>All columns from there on, at most one lane.</summary>
    public static void NarrowColumns(in Block block, int column, TEpilogue epilogue)
    {
        int columns = block.Columns - column;
        Debug.Assert(columns > 0 && columns <= TLane.Count, "Other columns would be left out.");
        if (columns == TLane.Count)
        {
            NarrowRows<FullColumns<TLane>>(block, column, default, epilogue);
        }
        else
        {
            NarrowRows<PartialColumns<TLane>>(block, column, new(columns), epilogue);
        }
    }

    /// <summary>A tile one lane wide has registers for twice the rows, and has them unless so many would evict one another where fewer do not.</summary>
    private static void NarrowRows<TColumns>(in Block block, int column, in TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
    {
        nint apart = block.RowStrideOfA;
        if (!FirstLevelCache.Holds(2 * TLane.TileHeight, apart) && FirstLevelCache.Holds(TLane.TileHeight, apart))
        {
            Rows<TLane, TColumns>(block, column, columns, epilogue);
            return;
        }

        int height;
        int count;
        for (int row = 0; row < block.Rows; row += count * height)
        {
            (height, count) = TileHeights.NextNarrow(block.Rows - row, TLane.TileHeight);
            TileOperands operands = block.TilesBelow(row, height, count, column);
            if (height <= TLane.TileHeight)
            {
                Tiles<TLane, TColumns, TileRow<TLane>>(height, operands, columns, epilogue);
            }
            else
            {
                Tiles<TLane, TColumns, Stack<TileRow<TLane>, TileRow<TLane>, TLane>>(height / 2, operands, columns, epilogue);
            }
        }
    }

    private static void Rows<TWide, TColumns>(in Block block, int column, in TColumns columns, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
    {
        int height;
        int count;
        for (int row = 0; row < block.Rows; row += count * height)
        {
            (height, count) = TileHeights.Next(block.Rows - row, TWide.TileHeight);
            Tiles<TWide, TColumns, TileRow<TWide>>(height, block.TilesBelow(row, height, count, column), columns, epilogue);
        }
    }

    /// <summary>Tiles of so many times <typeparamref name="TOne"/>, one below the other.</summary>
    private static void Tiles<TWide, TColumns, TOne>(int height, in TileOperands operands, in TColumns columns, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide> =>
        Tiles<TWide, TColumns, TOne, Stack<TOne, TOne, TWide>>(height, operands, columns, epilogue);

    private static void Tiles<TWide, TColumns, TOne, TTwo>(int height, in TileOperands operands, in TColumns columns, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide> =>
        Tiles<TWide, TColumns, TOne, TTwo, Stack<TTwo, TOne, TWide>, Stack<TTwo, TTwo, TWide>, Stack<Stack<TTwo, TTwo, TWide>, TTwo, TWide>>(
            height, operands, columns, epilogue);

    private static void Tiles<TWide, TColumns, TOne, TTwo, TThree, TFour, TSix>(
        int height, in TileOperands operands, in TColumns columns, TEpilogue epilogue)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide>
        where TThree : struct, ITile<TWide>
        where TFour : struct, ITile<TWide>
        where TSix : struct, ITile<TWide>
    {
        switch (height)
        {
            case 1:
                MicroKernel.Tiles<TWide, TColumns, TOne, TEpilogue>(operands, columns, epilogue);
                break;
            case 2:
                MicroKernel.Tiles<TWide, TColumns, TTwo, TEpilogue>(operands, columns, epilogue);
                break;
            case 3:
                MicroKernel.Tiles<TWide, TColumns, TThree, TEpilogue>(operands, columns, epilogue);
                break;
            case 4:
                MicroKernel.Tiles<TWide, TColumns, TFour, TEpilogue>(operands, columns, epilogue);
                break;
            case 5:
                MicroKernel.Tiles<TWide, TColumns, Stack<TFour, TOne, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            case 6:
                MicroKernel.Tiles<TWide, TColumns, TSix, TEpilogue>(operands, columns, epilogue);
                break;
            case 7:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, TOne, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            case 8:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, TTwo, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            case 9:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, TThree, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            case 10:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, TFour, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            case 11:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, Stack<TFour, TOne, TWide>, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
            default:
                MicroKernel.Tiles<TWide, TColumns, Stack<TSix, TSix, TWide>, TEpilogue>(operands, columns, epilogue);
                break;
        }
    }
}
