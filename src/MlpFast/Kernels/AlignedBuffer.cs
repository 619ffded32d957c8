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
        _address = AlignedAddress(_array);
        _start = (int)(_address - Address(_array)) / sizeof(float);
        _bytes = (nuint)length * sizeof(float);
    }

    public static int MaxLength => Array.MaxLength - Padding;

    public int Length { get; }

    public Span<float> Span => MemoryMarshal.CreateSpan(ref First, Length);

    public ReadOnlySpan<float> SpanWithRoom => MemoryMarshal.CreateReadOnlySpan(ref First, Length + CacheLine.Floats);

    /// <summary>Within the array, as the constructor has found: checked again, it would be a good part of a small prediction.</summary>
    private ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);

    /// <summary>Whether a span begins here. One that begins in front of these floats is of another array, and does not reach them.</summary>
    public unsafe bool HoldsStartOf(ReadOnlySpan<float> span) =>
        (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)) - _address < _bytes;

    private static unsafe nuint Address(float[] pinned) => (nuint)Unsafe.AsPointer(ref pinned[0]);

    private static unsafe nuint AlignedAddress(float[] pinned) => (nuint)CacheLine.Align((float*)Address(pinned));
}
