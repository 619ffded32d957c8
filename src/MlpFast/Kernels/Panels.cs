using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// A block of a factor as the micro-kernel reads it: lines (rows of A or columns of B) in panels of one tile's height or width, each
/// running along the depth. Either the matrix itself, by its strides, or a packed copy.
/// </summary>
internal ref struct Panels
{
    private ref float _first;
    private nint _panelUnit;

    /// <summary>From one line of a panel to the next.</summary>
    public nint LineStride;

    /// <summary>From one k to the next.</summary>
    public nint DepthStride;

    /// <summary>The lines from <paramref name="line"/> on and the depths from <paramref name="k"/> on, in place.</summary>
    public static Panels InPlace(StridedMatrix lines, int line, int k) =>
        new()
        {
            _first = ref First(lines, line, k),
            _panelUnit = lines.RowStride,
            LineStride = lines.RowStride,
            DepthStride = lines.ColumnStride,
        };

    /// <summary>So many lines and depths from there, packed into <paramref name="destination"/>.</summary>
    public static Panels Packed<TLane>(StridedMatrix lines, int line, int count, int k, int depth, int width, Span<float> destination)
        where TLane : struct, ILane<TLane>
    {
        Packing<TLane>.Pack(ref First(lines, line, k), lines.RowStride, lines.ColumnStride, count, depth, width, destination);
        return new() { _first = ref MemoryMarshal.GetReference(destination), _panelUnit = depth, LineStride = 1, DepthStride = width };
    }

    /// <summary>
    /// Where a tile begins: <paramref name="panelLine"/> is the first line of a panel, <paramref name="offset"/> counts from there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref float At(nint panelLine, nint offset) =>
        ref Unsafe.Add(ref _first, (panelLine * _panelUnit) + (offset * LineStride));

    private static ref float First(StridedMatrix lines, int line, int k) =>
        ref Unsafe.Add(
            ref MemoryMarshal.GetReference(lines.Elements), (line * (nint)lines.RowStride) + (k * (nint)lines.ColumnStride));
}
