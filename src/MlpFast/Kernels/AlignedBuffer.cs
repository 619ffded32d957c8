using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>Floats that start on a 64-byte boundary, the width of a cache line and of the widest vector; zero at first. They never move.</summary>
internal sealed class AlignedBuffer
{
    private const int Padding = CacheLine.Floats - 1;

    private readonly float[] _array;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _array = GC.AllocateArray<float>(length + Padding, pinned: true);
        _start = FirstAligned(_array);
    }

    public static int MaxLength => Array.MaxLength - Padding;

    public int Length { get; }

    /// <summary>Within the array, as the constructor has found: checked again, it would be a good part of a small prediction.</summary>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start), Length);

    private static unsafe int FirstAligned(float[] pinned)
    {
        float* start = (float*)Unsafe.AsPointer(ref pinned[0]);
        return (int)(CacheLine.Align(start) - start);
    }
}
