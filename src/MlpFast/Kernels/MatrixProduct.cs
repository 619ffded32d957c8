using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// C[M × N] = S + A[M × K] · B[K × N], with B and C row-major and A with any strides.
/// </summary>
/// <remarks>
/// The order rule: element (m, n) is one chain of fused multiply-adds, sₘₙ first and then k = 0 … K − 1. How C is cut into tiles, lanes and
/// blocks of rows therefore never changes a bit.
/// </remarks>
internal static class MatrixProduct<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Every row of S is <paramref name="bias"/>, [N].</summary>
    public static void FromBias(StridedMatrix a, ReadOnlySpan<float> b, ReadOnlySpan<float> bias, Span<float> c, int columns)
    {
        Bounds.Require(bias.Length, columns);
        Run(a, b, ref MemoryMarshal.GetReference(bias), startStride: 0, c, columns);
    }

    /// <summary>S is zero or what C holds.</summary>
    public static void FromGradient(StridedMatrix a, ReadOnlySpan<float> b, Span<float> c, int columns, GradientMode mode)
    {
        ref float start = ref mode == GradientMode.Accumulate ? ref MemoryMarshal.GetReference(c) : ref Unsafe.NullRef<float>();
        Run(a, b, ref start, startStride: columns, c, columns);
    }

    private static void Run(StridedMatrix a, ReadOnlySpan<float> b, ref float start, int startStride, Span<float> c, int columns)
    {
        Bounds.Require(b.Length, (long)a.Columns * columns);
        Bounds.Require(c.Length, (long)a.Rows * columns);
        var operands = new Operands
        {
            A = ref MemoryMarshal.GetReference(a.Elements),
            RowStride = a.RowStride,
            ColumnStride = a.ColumnStride,
            B = ref MemoryMarshal.GetReference(b),
            Start = ref start,
            StartStride = startStride,
            C = ref MemoryMarshal.GetReference(c),
            Rows = a.Rows,
            Depth = a.Columns,
            Columns = columns,
        };
        int column = 0;
        if (a.Rows == 1)
        {
            // One row alone hides the latency of its additions by being four lanes wide.
            column = FullPanels<TwinLane<TwinLane<TLane>>>(operands, column);
        }

        column = FullPanels<TwinLane<TLane>>(operands, column);
        LastPanel(operands, column);
    }

    private static int FullPanels<TWide>(in Operands operands, int column)
        where TWide : struct, ILane<TWide>
    {
        for (; column + TWide.Count <= operands.Columns; column += TWide.Count)
        {
            Panel<TWide, FullColumns<TWide>>(operands, column, default);
        }

        return column;
    }

    private static void LastPanel(in Operands operands, int column)
    {
        int rest = (int)operands.Columns - column;
        if (rest > TLane.Count)
        {
            Panel<TwinLane<TLane>, PartialColumns<TwinLane<TLane>>>(operands, column, new(rest));
        }
        else if (rest > 0)
        {
            Panel<TLane, PartialColumns<TLane>>(operands, column, new(rest));
        }
    }

    /// <summary>All rows of the columns from <paramref name="column"/> on that fit in one lane.</summary>
    private static void Panel<TWide, TColumns>(in Operands operands, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide> =>
        Panel<TWide, TColumns, TileRow<TWide>, Stack<TileRow<TWide>, TileRow<TWide>, TWide>>(operands, column, columns);

    private static void Panel<TWide, TColumns, TOne, TTwo>(in Operands operands, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide> =>
        Panel<TWide, TColumns, TOne, TTwo, Stack<Stack<TTwo, TTwo, TWide>, TTwo, TWide>>(operands, column, columns);

    private static void Panel<TWide, TColumns, TOne, TTwo, TSix>(in Operands operands, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TOne : struct, ITile<TWide>
        where TTwo : struct, ITile<TWide>
        where TSix : struct, ITile<TWide>
    {
        int row = 0;
        if (TWide.TileHeight == 12)
        {
            row = Tiles<TWide, TColumns, Stack<TSix, TSix, TWide>>(operands, row, column, columns);
        }

        row = Tiles<TWide, TColumns, TSix>(operands, row, column, columns);
        row = Tiles<TWide, TColumns, TTwo>(operands, row, column, columns);
        Tiles<TWide, TColumns, TOne>(operands, row, column, columns);
    }

    private static int Tiles<TWide, TColumns, TTile>(in Operands operands, int row, int column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TTile : struct, ITile<TWide>
    {
        for (; row + TTile.Rows <= operands.Rows; row += TTile.Rows)
        {
            Tile<TWide, TColumns, TTile>(operands, row, column, columns);
        }

        return row;
    }

    /// <summary>The micro-kernel: one tile of C over the whole depth, its accumulators in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TWide, TColumns, TTile>(in Operands operands, nint row, nint column, TColumns columns)
        where TWide : struct, ILane<TWide>
        where TColumns : struct, IColumns<TWide>
        where TTile : struct, ITile<TWide>
    {
        nint rowStride = operands.RowStride;
        nint columnStride = operands.ColumnStride;
        nint stride = operands.Columns;
        ref float a = ref Unsafe.Add(ref operands.A, row * rowStride);
        ref float b = ref Unsafe.Add(ref operands.B, column);
        TTile sums = default;
        if (!Unsafe.IsNullRef(ref operands.Start))
        {
            sums.Load(ref Unsafe.Add(ref operands.Start, (row * operands.StartStride) + column), operands.StartStride, columns);
        }

        for (nint k = operands.Depth; k > 0; k--)
        {
            sums.MultiplyAdd(ref a, rowStride, columns.Load(ref b));
            a = ref Unsafe.Add(ref a, columnStride);
            b = ref Unsafe.Add(ref b, stride);
        }

        sums.Store(ref Unsafe.Add(ref operands.C, (row * stride) + column), stride, columns);
    }

    private ref struct Operands
    {
        public ref float A;
        public nint RowStride;
        public nint ColumnStride;
        public ref float B;
        public ref float Start;
        public nint StartStride;
        public ref float C;
        public nint Rows;
        public nint Depth;
        public nint Columns;
    }
}
