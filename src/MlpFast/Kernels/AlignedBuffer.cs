using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>Floats that start on a 64-byte boundary, the width of a cache line and of the widest vector; zero at first.</summary>
internal sealed class AlignedBuffer
{
    private const int Padding = CacheLine.Floats - 1;

    private readonly float[] _array;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        Length = length;
        _array = GC.AllocateArray<float>(length + Padding, pinned: true);
        _start = FirstAligned(_array);
    }

    public static int MaxLength => Array.MaxLength - Padding;

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_start, Length);

    private static unsafe int FirstAligned(float[] pinned)
    {
        float* start = (float*)Unsafe.AsPointer(ref pinned[0]);
        return (int)(CacheLine.Align(start) - start);
    }
}
