using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// Transposes lines of a matrix into a panel: so many of them lie next to one another for k = 0, then for k = 1, and so on. Of the
/// columns of a transposed B the micro-kernel then reads one stream.
/// </summary>
/// <remarks>Element k of line i lies i·lineStride + k behind the source.</remarks>
internal static class Packing
{
    /// <summary>Side of the squares that are transposed in registers.</summary>
    private const int Square = 8;

    /// <summary>Depths that are transposed for all lines before the next ones, so that what is written stays in the first-level cache.</summary>
    private const int TransposedDepth = 64;

    /// <summary>Packs lines into a panel of so many floats a depth; those beyond the lines keep what they held.</summary>
    public static void Panel(ref float source, nint lineStride, int lines, int depth, int width, ref float panel)
    {
        if (Avx.IsSupported && lines >= Square && depth >= Square)
        {
            TransposeSquares(ref source, lineStride, lines, depth, width, ref panel);
        }
        else
        {
            Transpose(ref source, lineStride, lines, depth, width, ref panel);
        }
    }

    /// <summary>Each line runs along the depth. The last squares overlap those before them where the sizes are no multiples.</summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    private static void TransposeSquares(ref float source, nint lineStride, int lines, int depth, int width, ref float panel)
    {
        for (int first = 0; first < depth; first += TransposedDepth)
        {
            int end = Math.Min(first + TransposedDepth, depth);
            for (int line = 0; line < lines; line += Square)
            {
                int squareLine = Math.Min(line, lines - Square);
                FetchNext(ref Unsafe.Add(ref source, (squareLine * lineStride) + end), lineStride, Math.Min(TransposedDepth, depth - end));
                for (int k = first; k < end; k += Square)
                {
                    int squareK = Math.Min(k, depth - Square);
                    TransposeSquare(
                        ref Unsafe.Add(ref source, (squareLine * lineStride) + squareK),
                        lineStride,
                        ref Unsafe.Add(ref panel, (squareK * width) + squareLine),
                        width);
                }
            }
        }
    }

    /// <summary>
    /// Asks for the next depths of a square's lines while these are transposed: the processor does not look forward to lines that each lie in a
    /// page of their own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void FetchNext(ref float source, nint lineStride, int depth)
    {
        for (int line = 0; line < Square; line++)
        {
            for (int k = 0; k < depth; k += CacheLine.Floats)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref source, (line * lineStride) + k)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(ref float source, nint stride, ref float destination, nint width)
    {
        (Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3) = TransposeFour(ref source, stride);
        (Vector256<float> b0, Vector256<float> b1, Vector256<float> b2, Vector256<float> b3) =
            TransposeFour(ref Unsafe.Add(ref source, 4 * stride), stride);
        Avx.Permute2x128(a0, b0, 0x20).StoreUnsafe(ref destination);
        Avx.Permute2x128(a1, b1, 0x20).StoreUnsafe(ref Unsafe.Add(ref destination, width));
        Avx.Permute2x128(a2, b2, 0x20).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * width));
        Avx.Permute2x128(a3, b3, 0x20).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * width));
        Avx.Permute2x128(a0, b0, 0x31).StoreUnsafe(ref Unsafe.Add(ref destination, 4 * width));
        Avx.Permute2x128(a1, b1, 0x31).StoreUnsafe(ref Unsafe.Add(ref destination, 5 * width));
        Avx.Permute2x128(a2, b2, 0x31).StoreUnsafe(ref Unsafe.Add(ref destination, 6 * width));
        Avx.Permute2x128(a3, b3, 0x31).StoreUnsafe(ref Unsafe.Add(ref destination, 7 * width));
    }

    /// <summary>Four lines of eight: the i-th result has elements i and i + 4 of each line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Zero, Vector256<float> One, Vector256<float> Two, Vector256<float> Three) TransposeFour(
        ref float source, nint stride)
    {
        Vector256<float> line0 = Vector256.LoadUnsafe(ref source);
        Vector256<float> line1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, stride));
        Vector256<float> line2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 2 * stride));
        Vector256<float> line3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 3 * stride));
        Vector256<double> low01 = Avx.UnpackLow(line0, line1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(line2, line3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(line0, line1).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(line2, line3).AsDouble();
        return (
            Avx.UnpackLow(low01, low23).AsSingle(),
            Avx.UnpackHigh(low01, low23).AsSingle(),
            Avx.UnpackLow(high01, high23).AsSingle(),
            Avx.UnpackHigh(high01, high23).AsSingle());
    }

    private static void Transpose(ref float source, nint lineStride, int lines, int depth, int width, ref float panel)
    {
        for (int line = 0; line < lines; line++)
        {
            for (int k = 0; k < depth; k++)
            {
                Unsafe.Add(ref panel, (k * width) + line) = Unsafe.Add(ref source, (line * lineStride) + k);
            }
        }
    }
}
