using System.Buffers;

namespace MlpFast.Cli;

/// <summary>
/// Refuses a file with a line out of all proportion, before a CSV reader takes up the line as a whole: its buffers cost a few bytes for
/// each byte of the longest line and 16 for each cell, so that a file of a single line would cost many times its size.
/// </summary>
internal sealed class LineLimit
{
    private const int LongestUnquestioned = 1 << 18;
    private const int MostCellsUnquestioned = 1 << 16;
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private readonly string _name;
    private readonly long _mostBytes;
    private readonly long _mostCells;
    private long _line = 1;
    private long _bytes;
    private long _cells = 1;
    private bool _afterCarriageReturn;

    private LineLimit(string name, long length)
    {
        _name = name;
        _mostBytes = Math.Max(LongestUnquestioned, length / 4);
        _mostCells = Math.Max(MostCellsUnquestioned, length / 16);
    }

    /// <summary>Reads a source to its end; a line may take a quarter of it, and its cells a 16th, or as much as any table needs.</summary>
    public static void Check(DataSource source)
    {
        using Stream stream = source.Open();
        var limit = new LineLimit(source.Name, stream.CanSeek ? stream.Length : 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                limit.Check(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Check(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny(LineFeed, CarriageReturn);
            Add(end < 0 ? text : text[..end]);
            if (end < 0)
            {
                return;
            }

            EndLine(text[end]);
            text = text[(end + 1)..];
        }
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        _bytes += text.Length;
        _cells += text.Count((byte)',') + text.Count((byte)';') + text.Count((byte)'\t') + text.Count((byte)'|');
        if (_bytes > _mostBytes)
        {
            throw new UserErrorException($"{_name}, line {_line}: expected a line of at most {_mostBytes} bytes in a file of this size.");
        }

        if (_cells > _mostCells)
        {
            throw new UserErrorException($"{_name}, line {_line}: expected at most {_mostCells} cells a line in a file of this size.");
        }
    }

    private void EndLine(byte terminator)
    {
        bool isSecondOfPair = terminator == LineFeed && _afterCarriageReturn && _bytes == 0;
        _line += isSecondOfPair ? 0 : 1;
        _afterCarriageReturn = terminator == CarriageReturn;
        _bytes = 0;
        _cells = 1;
    }
}
