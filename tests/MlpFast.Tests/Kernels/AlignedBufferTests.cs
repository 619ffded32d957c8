using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>Where a buffer's floats lie.</summary>
public sealed class AlignedBufferTests
{
    [Fact]
    public unsafe void It_begins_with_a_cache_line_and_has_room_for_a_lane_behind_it()
    {
        for (int length = 0; length <= 40; length++)
        {
            var buffer = new AlignedBuffer(length);
            ReadOnlySpan<float> all = buffer.SpanWithRoom;
            Assert.Equal(length, buffer.Span.Length);
            Assert.Equal(length + CacheLine.Floats, all.Length);
            Assert.True(Unsafe.AreSame(in MemoryMarshal.GetReference<float>(buffer.Span), in MemoryMarshal.GetReference(all)));
            Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(all)) % CacheLine.Bytes);
            Assert.Equal(-1, all.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void It_holds_the_start_of_its_own_spans_alone()
    {
        var buffer = new AlignedBuffer(5);
        Assert.True(buffer.HoldsStartOf(buffer.Span[..1]));
        Assert.True(buffer.HoldsStartOf(buffer.Span[4..]));
        Assert.False(buffer.HoldsStartOf(buffer.SpanWithRoom[5..]));
        Assert.False(buffer.HoldsStartOf(new float[5]));
    }
}
