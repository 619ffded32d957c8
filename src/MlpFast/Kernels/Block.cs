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

    /// <summary>The tile of so many rows and one or two lanes from there on, its columns of B lying where they do in the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands Tile(nint row, int height, nint column) => Tile(row, height, column, B + column);

    /// <summary>The same with the columns of B in a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands Tile(nint row, int height, nint column, float* panel) =>
        new()
        {
            A = A + (row * RowStrideOfA),
            RowStrideOfA = RowStrideOfA,
            DepthStrideOfA = DepthStrideOfA,
            B = panel,
            DepthStrideOfB = DepthStrideOfB,
            Start = Start is null ? null : Start + (row * StartStride) + column,
            StartStride = StartStride,
            C = C + (row * StrideOfC) + column,
            StrideOfC = StrideOfC,
            Depth = Depth,
            Ahead = Ahead + (column * Depth) + (row * AheadOfRow),
            AheadOfTurn = AheadOfRow,
        };
}
