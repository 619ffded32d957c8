using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>A block of C = S + A·B: where its operands lie, pinned, and how far apart their rows and columns are, in floats.</summary>
internal unsafe ref struct Block
{
    public float* A;

    /// <summary>Of A where it is read in place.</summary>
    public nint RowStrideOfA;
    public nint DepthStrideOfA;

    /// <summary>Whether A lies in panels of one tile's rows each, one behind the other (see <see cref="Packing{TLane}"/>).</summary>
    public bool IsPackedA;
    public float* B;
    public nint DepthStrideOfB;

    /// <summary>Where the first tile is to copy the columns of B for the others to read, a row every so many floats; or null.</summary>
    public float* CopyOfB;
    public nint DepthStrideOfCopy;

    /// <summary>Null where the sums start from zero.</summary>
    public float* Start;
    public nint StartStride;
    public float* C;
    public nint StrideOfC;
    public int Rows;
    public int Columns;
    public int Depth;

    /// <summary>The tile of so many rows and one or two lanes from there on. Where A is packed, the rows are a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands Tile(nint row, int height, nint column) =>
        new()
        {
            A = A + (row * (IsPackedA ? Depth : RowStrideOfA)),
            RowStrideOfA = IsPackedA ? 1 : RowStrideOfA,
            DepthStrideOfA = IsPackedA ? height : DepthStrideOfA,
            B = B + column,
            DepthStrideOfB = DepthStrideOfB,
            Start = Start is null ? null : Start + (row * StartStride) + column,
            StartStride = StartStride,
            C = C + (row * StrideOfC) + column,
            StrideOfC = StrideOfC,
            Depth = Depth,
        };
}
