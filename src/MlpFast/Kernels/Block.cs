using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>A block of C = S + A·B: where its operands lie, pinned, and how far apart their rows and columns are, in floats.</summary>
internal unsafe ref struct Block
{
    public float* A;
    public nint RowStrideOfA;
    public nint DepthStrideOfA;
    public float* B;
    public nint DepthStrideOfB;

    /// <summary>Whether B lies in panels two lanes wide, one behind the other.</summary>
    public bool IsPackedB;

    /// <summary>Where the first row of tiles is to pack B, which it reads in place, for the others; or null.</summary>
    public float* CopyOfB;

    /// <summary>
    /// The lines of B that are packed after this block, one behind the other, of which each row of a panel's tiles fetches so many floats; or none.
    /// </summary>
    public float* Ahead;
    public int AheadOfRow;

    /// <summary>Null where the sums start from zero.</summary>
    public float* Start;
    public nint StartStride;
    public float* C;
    public nint StrideOfC;
    public int Rows;
    public int Columns;
    public int Depth;

    /// <summary>So many of its columns, of a B that is not packed.</summary>
    public readonly Block SliceColumns(int column, int columns, nint columnStrideOfB)
    {
        Block block = this;
        block.Columns = columns;
        block.B += column * columnStrideOfB;
        block.Start = Start is null ? null : Start + column;
        block.C += column;
        return block;
    }

    /// <summary>So many tiles of one height, one below the other, whose columns of B lie where they do in the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands TilesBelow(nint row, int height, int count, nint column) =>
        Tiles(row, column, B + column, count, height * RowStrideOfA, stepOfB: 0, height * StartStride, height * StrideOfC);

    /// <summary>So many tiles of one width, side by side, whose columns of B begin there, and for the next tile so many floats behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands TilesBeside(nint row, nint column, int width, int count, float* b, nint stepOfB) =>
        Tiles(row, column, b, count, stepOfA: 0, stepOfB, stepOfStart: width, stepOfC: width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TileOperands Tiles(
        nint row, nint column, float* b, int count, nint stepOfA, nint stepOfB, nint stepOfStart, nint stepOfC) =>
        new()
        {
            Count = count,
            A = A + (row * RowStrideOfA),
            RowStrideOfA = RowStrideOfA,
            DepthStrideOfA = DepthStrideOfA,
            StepOfA = stepOfA,
            B = b,
            DepthStrideOfB = DepthStrideOfB,
            StepOfB = stepOfB,
            Start = Start is null ? null : Start + (row * StartStride) + column,
            StartStride = StartStride,
            StepOfStart = stepOfStart,
            C = C + (row * StrideOfC) + column,
            StrideOfC = StrideOfC,
            StepOfC = stepOfC,
            Depth = Depth,
            Ahead = Ahead + (column * Depth) + (row * AheadOfRow),
            AheadOfTurn = AheadOfRow,
        };
}
