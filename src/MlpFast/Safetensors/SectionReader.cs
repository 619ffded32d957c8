namespace MlpFast.Safetensors;

/// <summary>
/// Reads a stream section by section, each only once all its bytes are known to be there: a length that a file merely claims is never
/// allocated. Where the stream cannot tell its length, the bytes are gathered as they arrive, in chunks that grow with what has arrived.
/// </summary>
internal sealed class SectionReader(Stream stream)
{
    private const int FirstChunk = 4096;

    private readonly Queue<byte[]> _gathered = new();
    private int _position;

    private long Remaining => Math.Max(0, stream.Length - stream.Position);

    /// <summary>Makes sure that a section of the given length follows.</summary>
    public void Reserve(long length, string section)
    {
        long arrived = stream.CanSeek ? Math.Min(length, Remaining) : Gather(length);
        if (arrived < length)
        {
            throw new ModelFormatException($"Expected {length} bytes of {section}, but the file ends after {arrived} of them.");
        }
    }

    /// <summary>Makes sure that a section of the given length follows, and nothing after it.</summary>
    public void ReserveLast(long length, string section)
    {
        Reserve(length, section);
        bool goesOn = stream.CanSeek ? Remaining > length : stream.ReadByte() >= 0;
        if (goesOn)
        {
            throw new ModelFormatException($"Expected the file to end after {length} bytes of {section}, but more bytes follow.");
        }
    }

    /// <summary>Fills the destination from what has been reserved.</summary>
    public void ReadExactly(Span<byte> destination)
    {
        destination = destination[TakeGathered(destination)..];
        int read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
        {
            throw new ModelFormatException($"Expected {destination.Length} more bytes, but the stream ended after {read} of them.");
        }
    }

    private long Gather(long length)
    {
        long arrived = 0;
        while (arrived < length)
        {
            long size = Math.Min(length - arrived, Math.Clamp(arrived, FirstChunk, Array.MaxLength));
            var chunk = new byte[size];
            int read = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            arrived += read;
            if (read < chunk.Length)
            {
                break;
            }

            _gathered.Enqueue(chunk);
        }

        return arrived;
    }

    private int TakeGathered(Span<byte> destination)
    {
        int taken = 0;
        while (taken < destination.Length && _gathered.TryPeek(out byte[]? chunk))
        {
            int count = Math.Min(destination.Length - taken, chunk.Length - _position);
            chunk.AsSpan(_position, count).CopyTo(destination[taken..]);
            taken += count;
            _position += count;
            if (_position == chunk.Length)
            {
                _gathered.Dequeue();
                _position = 0;
            }
        }

        return taken;
    }
}
