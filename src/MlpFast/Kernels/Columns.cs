using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>How a lane touches the columns of a row: all of them, or the few that are left at a matrix's right edge.</summary>
internal interface IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    TLane Load(ref readonly float source);

    /// <summary>Loads the next row of B: called once for each k of a tile, in ascending order, and so for one tile after the other.</summary>
    TLane LoadRow(ref readonly float source);

    void Store(TLane value, ref float destination);
}

/// <summary>A full lane.</summary>
internal readonly struct FullColumns<TLane> : IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Load(ref readonly float source) => TLane.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane LoadRow(ref readonly float source) => TLane.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TLane value, ref float destination) => value.Store(ref destination);
}

/// <summary>The first columns of a lane; memory beyond them is neither read nor written.</summary>
internal readonly struct PartialColumns<TLane> : IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly TLane _mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PartialColumns(int count) => _mask = TLane.First(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Load(ref readonly float source) => TLane.Load(in source, _mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane LoadRow(ref readonly float source) => TLane.Load(in source, _mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TLane value, ref float destination) => value.Store(ref destination, _mask);
}

/// <summary>
/// The first columns of two lanes, more than one lane has, on which memory safety rests: only the right one needs a register for a mask.
/// </summary>
internal readonly struct PartialTwinColumns<TLane> : IColumns<TwinLane<TLane>>
    where TLane : struct, IArithmeticLane<TLane>
{
    private readonly PartialColumns<TLane> _right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PartialTwinColumns(int count)
    {
        Debug.Assert(count > TLane.Count && count <= 2 * TLane.Count, "The left lane is stored whole.");
        _right = new(count - TLane.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TwinLane<TLane> Load(ref readonly float source) =>
        new() { Left = TLane.Load(in source), Right = _right.Load(in TwinLane<TLane>.RightOf(in source)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TwinLane<TLane> LoadRow(ref readonly float source) => Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TwinLane<TLane> value, ref float destination)
    {
        value.Left.Store(ref destination);
        _right.Store(value.Right, ref TwinLane<TLane>.RightOf(in destination));
    }
}

/// <summary>
/// Columns whose rows of B are packed as they are read: while the first row of tiles waits for B from afar, it computes, and copies B for
/// the tiles that follow.
/// </summary>
internal unsafe struct CopiedColumns<TLane, TColumns>(float* panels, nint width, nint stride, TColumns columns) : IColumns<TLane>
    where TLane : struct, ILane<TLane>
    where TColumns : struct, IColumns<TLane>
{
    /// <summary>
    /// Rows of B that are fetched ahead: what the processor itself would not look forward to, as each lies in a page of its own. They go to
    /// the second-level cache, since in the first one lines so far apart would evict one another.
    /// </summary>
    private const int RowsAhead = 64;

    /// <summary>Where the next row goes. From a panel's last row it runs on into the next panel, as the tiles do.</summary>
    private float* _row = panels;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TLane Load(ref readonly float source) => columns.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane LoadRow(ref readonly float source)
    {
        if (Sse.IsSupported)
        {
            float* ahead = (float*)Unsafe.AsPointer(in source) + (RowsAhead * stride);
            Sse.Prefetch1(ahead);
            Sse.Prefetch1(ahead + TLane.Count - 1);
        }

        TLane row = columns.LoadRow(in source);
        columns.Store(row, ref *_row);
        _row += width;
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(TLane value, ref float destination) => columns.Store(value, ref destination);
}
