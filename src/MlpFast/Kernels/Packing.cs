using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// Copies a factor of a matrix product into panels: so many rows of A, or columns of B, lie next to one another for k = 0, then for k = 1,
/// and so on. The micro-kernel then reads one stream, whatever the strides were.
/// </summary>
internal static class Packing<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>
    /// Packs <paramref name="count"/> lines; element k of line i lies i·<paramref name="lineStride"/> + k·<paramref name="depthStride"/>
    /// behind <paramref name="source"/>, and one of the strides is 1. A panel of <paramref name="width"/> lines takes width·depth floats of
    /// the destination. So does a last one with fewer lines, where the places of the missing ones keep what they held.
    /// </summary>
    public static void Pack(ref float source, nint lineStride, nint depthStride, int count, int depth, int width, Span<float> destination)
    {
        for (int line = 0; line < count; line += width)
        {
            int lines = Math.Min(width, count - line);
            ref float panelSource = ref Unsafe.Add(ref source, line * lineStride);
            ref float panel = ref MemoryMarshal.GetReference(destination.Slice(line * depth, width * depth));
            if (lineStride == 1)
            {
                CopyPanel(ref panelSource, depthStride, lines, depth, width, ref panel);
            }
            else
            {
                TransposePanel(ref panelSource, lineStride, lines, depth, width, ref panel);
            }
        }
    }

    /// <summary>The lines lie side by side already: each depth is one copy.</summary>
    private static void CopyPanel(ref float source, nint depthStride, int lines, int depth, int width, ref float panel)
    {
        TLane rest = TLane.First(lines % TLane.Count);
        int full = lines - (lines % TLane.Count);
        for (nint k = 0; k < depth; k++)
        {
            ref float from = ref Unsafe.Add(ref source, k * depthStride);
            ref float to = ref Unsafe.Add(ref panel, k * width);
            for (int line = 0; line < full; line += TLane.Count)
            {
                TLane.Load(ref Unsafe.Add(ref from, line)).Store(ref Unsafe.Add(ref to, line));
            }

            if (full < lines)
            {
                TLane.Load(ref Unsafe.Add(ref from, full), rest).Store(ref Unsafe.Add(ref to, full), rest);
            }
        }
    }

    /// <summary>Each line runs along the depth: four of them at a time, transposed in squares of four.</summary>
    private static void TransposePanel(ref float source, nint lineStride, int lines, int depth, int width, ref float panel)
    {
        int line = 0;
        if (Sse.IsSupported)
        {
            for (; line + 4 <= lines; line += 4)
            {
                TransposeFour(ref Unsafe.Add(ref source, line * lineStride), lineStride, depth, width, ref Unsafe.Add(ref panel, line));
            }
        }

        for (; line < lines; line++)
        {
            TransposeOne(ref Unsafe.Add(ref source, line * lineStride), 0, depth, width, ref Unsafe.Add(ref panel, line));
        }
    }

    private static void TransposeFour(ref float source, nint lineStride, int depth, int width, ref float panel)
    {
        ref float line0 = ref source;
        ref float line1 = ref Unsafe.Add(ref source, lineStride);
        ref float line2 = ref Unsafe.Add(ref source, 2 * lineStride);
        ref float line3 = ref Unsafe.Add(ref source, 3 * lineStride);
        int k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            Vector128<float> row0 = Vector128.LoadUnsafe(ref line0, (nuint)k);
            Vector128<float> row1 = Vector128.LoadUnsafe(ref line1, (nuint)k);
            Vector128<float> row2 = Vector128.LoadUnsafe(ref line2, (nuint)k);
            Vector128<float> row3 = Vector128.LoadUnsafe(ref line3, (nuint)k);
            Vector128<float> low01 = Sse.UnpackLow(row0, row1);
            Vector128<float> low23 = Sse.UnpackLow(row2, row3);
            Vector128<float> high01 = Sse.UnpackHigh(row0, row1);
            Vector128<float> high23 = Sse.UnpackHigh(row2, row3);
            ref float target = ref Unsafe.Add(ref panel, k * width);
            Sse.MoveLowToHigh(low01, low23).StoreUnsafe(ref target);
            Sse.MoveHighToLow(low23, low01).StoreUnsafe(ref Unsafe.Add(ref target, width));
            Sse.MoveLowToHigh(high01, high23).StoreUnsafe(ref Unsafe.Add(ref target, 2 * width));
            Sse.MoveHighToLow(high23, high01).StoreUnsafe(ref Unsafe.Add(ref target, 3 * width));
        }

        TransposeOne(ref line0, k, depth, width, ref panel);
        TransposeOne(ref line1, k, depth, width, ref Unsafe.Add(ref panel, 1));
        TransposeOne(ref line2, k, depth, width, ref Unsafe.Add(ref panel, 2));
        TransposeOne(ref line3, k, depth, width, ref Unsafe.Add(ref panel, 3));
    }

    private static void TransposeOne(ref float line, int first, int depth, int width, ref float panel)
    {
        for (int k = first; k < depth; k++)
        {
            Unsafe.Add(ref panel, k * width) = Unsafe.Add(ref line, k);
        }
    }
}
