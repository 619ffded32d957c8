using System.Text;
using MlpFast.Cli;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>A malformed table is refused at the cost of at most twice its size, wherever the fault lies.</summary>
public sealed class CsvMemoryTests : IDisposable
{
    private const int Size = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Tables
    {
        get
        {
            string rows = Repeat("1,2,3,4,5,6,7,a\n5,6,7,8,9,0,1,b\n", Size);
            return new TheoryData<string, string>
            {
                { "bad cell at the end", rows + "1,2,3,4,5,6,x,a\n" },
                { "missing cell at the end", rows + "1,2,3,4,5,6,,a\n" },
                { "missing label at the end", rows + "1,2,3,4,5,6,7,\n" },
                { "infinity at the end", rows + "1,2,3,4,5,6,1e99,a\n" },
                { "short row at the end", rows + "1,2\n" },
                { "long row at the end", rows + Repeat("1,", Size / 8) },
                { "unclosed quote at the start", "\"" + rows },
                { "unclosed quote at the end", rows + "\"1,2,3,4,5,6,7,a\n" },
                { "stray quote at the end", rows + "1,2,3,4,5,6,7\"7,a\n" },
                { "a label a row, bad cell at the end", Labels(Size) + "x,1\n" },
                { "a number a row, bad cell at the end", Numbers(Size) + "1,x\n" },
                { "one line of cells", Repeat("1,", Size) },
                { "one line of names", "a" + Repeat(",a", Size) },
                { "one line of empty cells", new string(',', Size) },
                { "one cell", new string('1', Size) },
                { "one quoted cell", '"' + new string('"', Size) },
                { "nothing but line breaks", new string('\n', Size) },
                { "null characters", new string('\0', Size) },
                { "one class", Repeat("1,a\n", Size) },
            };
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Refusal_allocates_at_most_twice_the_file(string name, string table)
    {
        string path = _folder.PathOf("table.csv");
        File.WriteAllText(path, table);
        Read("1,x,a\n");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UserErrorException>(() => TrainingData.Read(DataSource.Find(path), Options(path), start: null));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= 2L * table.Length, $"{name}: allocated {allocated} bytes for a file of {table.Length}.");
    }

    /// <summary>Reads a table that is as malformed, once, so that compiling the code does not count.</summary>
    private void Read(string table)
    {
        string path = _folder.PathOf("small.csv");
        File.WriteAllText(path, table);
        Assert.Throws<UserErrorException>(() => TrainingData.Read(DataSource.Find(path), Options(path), start: null));
    }

    private static TrainOptions Options(string path) => new() { Data = path, TestFraction = 0.2 };

    private static string Repeat(string text, int size) => new StringBuilder().Insert(0, text, size / text.Length).ToString();

    private static string Labels(int size)
    {
        var text = new StringBuilder();
        for (int row = 0; text.Length < size; row++)
        {
            text.Append(row).Append(",label").Append(row).Append('\n');
        }

        return text.ToString();
    }

    private static string Numbers(int size)
    {
        var text = new StringBuilder();
        for (int row = 0; text.Length < size; row++)
        {
            text.Append(row).Append(',').Append(row).Append(".5\n");
        }

        return text.ToString();
    }
}
