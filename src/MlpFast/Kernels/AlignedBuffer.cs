using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// Floats that start on a 64-byte boundary, the width of a cache line and of the widest vector; zero at first. They never move. Behind them
/// there is room to load a full lane.
/// </summary>
internal sealed class AlignedBuffer
{
    private const int Padding = (2 * CacheLine.Floats) - 1;

    private readonly float[] _array;
    private readonly int _start;
    private readonly nuint _address;
    private readonly nuint _bytes;

    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _array = GC.AllocateArray<float>(length + Padding, pinned: true);
        _start = FirstAligned(_array);
        _address = Address(_array.AsSpan(_start, length + CacheLine.Floats)); // The bounds of all spans are checked here, once.
        _bytes = (nuint)length * sizeof(float);
    }

    public static int MaxLength => Array.MaxLength - Padding;

    public int Length { get; }

    public Span<float> Span => MemoryMarshal.CreateSpan(ref First, Length);

    public ReadOnlySpan<float> SpanWithRoom => MemoryMarshal.CreateReadOnlySpan(ref First, Length + CacheLine.Floats);

    /// <summary>Within the array, as the constructor has checked: checked again, it would be a good part of a small prediction.</summary>
    private ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);

    /// <summary>
    /// Whether a span of managed memory begins here. Then the two overlap, and only then: one that begins in front of these floats lies in another
    /// array.
    /// </summary>
    public bool HoldsStartOf(ReadOnlySpan<float> span) => Address(span) - _address < _bytes;

    private static unsafe int FirstAligned(float[] pinned)
    {
        float* start = (float*)Address(pinned);
        return (int)(CacheLine.Align(start) - start);
    }

    private static unsafe nuint Address(ReadOnlySpan<float> span) => (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
}
