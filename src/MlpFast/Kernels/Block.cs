using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>A block of C = S + A·B: where its operands lie, and how far apart their rows and columns are, in floats.</summary>
internal ref struct Block
{
    public ref float A;

    /// <summary>Of A where it is read in place.</summary>
    public nint RowStrideOfA;
    public nint DepthStrideOfA;

    /// <summary>Whether A lies in panels of one tile's rows each, one behind the other (see <see cref="Packing{TLane}"/>).</summary>
    public bool IsPackedA;
    public ref float B;
    public nint DepthStrideOfB;

    /// <summary>Where the first tile is to copy the columns of B for the others to read, a row every so many floats; or null.</summary>
    public unsafe float* CopyOfB;
    public nint DepthStrideOfCopy;
    public ref float Start;
    public nint StartStride;
    public ref float C;
    public nint StrideOfC;
    public int Rows;
    public int Columns;
    public int Depth;

    /// <summary>The tile of so many rows and one or two lanes from there on. Where A is packed, the rows are a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands Tile(nint row, int height, nint column)
    {
        var tile = new TileOperands
        {
            A = ref Unsafe.Add(ref A, row * (IsPackedA ? Depth : RowStrideOfA)),
            RowStrideOfA = IsPackedA ? 1 : RowStrideOfA,
            DepthStrideOfA = IsPackedA ? height : DepthStrideOfA,
            B = ref Unsafe.Add(ref B, column),
            DepthStrideOfB = DepthStrideOfB,
            Start = ref Start,
            StartStride = StartStride,
            C = ref Unsafe.Add(ref C, (row * StrideOfC) + column),
            StrideOfC = StrideOfC,
            Depth = Depth,
        };
        if (!Unsafe.IsNullRef(ref Start))
        {
            tile.Start = ref Unsafe.Add(ref Start, (row * StartStride) + column);
        }

        return tile;
    }
}
