using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>A block of C = S + A·B whose factors lie in panels.</summary>
internal ref struct Block
{
    public Panels A;
    public Panels B;
    public ref float Start;
    public nint StartStride;
    public ref float C;
    public nint StrideOfC;
    public int Rows;
    public int Columns;
    public int Depth;

    /// <summary>The tile at a row, which is the <paramref name="rowInPanel"/>-th of its panel, and at the first column of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TileOperands Tile(nint row, nint rowInPanel, nint column)
    {
        var tile = new TileOperands
        {
            A = ref A.At(row - rowInPanel, rowInPanel),
            RowStrideOfA = A.LineStride,
            DepthStrideOfA = A.DepthStride,
            B = ref B.At(column, 0),
            DepthStrideOfB = B.DepthStride,
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
