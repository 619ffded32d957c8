using System.Text;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Malformed tables: each a clear error with file, line and column, exit code 2, and nothing written.</summary>
public sealed class MalformedCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Tables => new()
    {
        { "empty file", "", ": expected at least one row of data, but the file is empty." },
        { "only empty lines", "\n\n \n", ": expected at least one row of data, but the file is empty." },
        { "only a header", "a,b,c\n", ": expected at least one row of data, but there is only the header." },
        { "missing cell", "1,2,a\n3,,b\n", ", line 2, column 2: expected a finite number, but the cell is empty." },
        { "missing cell, header", "x,y,c\n1,2,a\n\n3,,b\n", ", line 4, column 2 (y): expected a finite number, but the cell is empty." },
        { "blank cell", "1,2,a\n3,  ,b\n", ", line 2, column 2: expected a finite number, but the cell is empty." },
        { "text for a number", "1,2,a\nthree,4,b\n", ", line 2, column 1: expected a finite number, but got 'three'." },
        { "text for a number in the first line", "1,two,a\n3,4,b\n", ", line 1, column 2: expected a finite number, but got 'two'." },
        { "decimal comma", "1;2,5;a\n3;4;b\n", ", line 1, column 2: expected a finite number, but got '2,5'." },
        { "thousands separator", "1,\"2,000\",a\n", ", line 1, column 2: expected a finite number, but got '2,000'." },
        { "hexadecimal number", "1,0x10,a\n", ", line 1, column 2: expected a finite number, but got '0x10'." },
        { "not a number", "1,2,a\n3,NaN,b\n", ", line 2, column 2: expected a finite number, but got 'NaN'." },
        { "infinity", "1,2,a\n-Infinity,4,b\n", ", line 2, column 1: expected a finite number, but got '-Infinity'." },
        { "number beyond float", "1,2,a\n1e39,4,b\n", ", line 2, column 1: expected a finite number, but got '1e39'." },
        { "missing label", "1,2,a\n3,4,\n", ", line 2, column 3: expected a class label, but the cell is empty." },
        { "text in a target of numbers", "1,0.5\n2,0.25\n3,n/a\n4,7.5\n", ", line 3, column 2: expected a finite number, but got 'n/a'." },
        { "short row", "1,2,a\n3,b\n", ", line 2: expected 3 cells as in the first line, but got 2." },
        { "long row", "x,y,c\n1,2,a\n3,4,b,5\n", ", line 3: expected 3 cells as in the first line, but got 4." },
        { "one column", "1\n2\n", ": expected at least 2 columns, a feature and the target, but got 1." },
        { "empty name", ",x,c\n0,1,a\n1,2,b\n", ", header, column 1: expected a name, but the cell is empty" },
        { "same name twice", "x,y,x\n1,2,a\n3,4,b\n", ", header: expected different names, but columns 1 and 3 are 'x'." },
        { "unclosed quote", "1,2,a\n\"3,4,b\n5,6,a\n", ", line 2: Malformed CSV" },
        { "unclosed quote at the end", "1,2,a\n3,4,\"b", ", line 2: Malformed CSV" },
        { "quote inside a cell", "1,2,a\n3,4\"4,b\n", ", line 2: Malformed CSV" },
        { "text behind a quoted cell", "1,2,a\n3,\"4\"4,b\n", ", line 2: Malformed CSV" },
        { "line break inside quotes", "1,2,\"a\nb\"\n3,4,c\n", ", line 1: Malformed CSV" },
        { "null characters", "1,2,a\n\0\0,4,b\n", ", line 2, column 1: expected a finite number, but got '\uFFFD\uFFFD'." },
        { "one class", "1,2,a\n3,4,a\n5,6,a\n", ", column 3: expected at least 2 classes, but all rows are of the same." },
        { "too few rows to hold any out", "1,2,a\n3,4,b\n", ": expected enough rows to hold out 0.2 of them, but got 2." },
        { "a single row", "1,2,a\n", ", column 3: expected at least 2 classes, but all rows are of the same." },
    };

    public static TheoryData<string, byte[]> Bytes => new()
    {
        { "lone continuation byte", [.. "1,2,a\n3,4,"u8, 0x80, .. "\n"u8] },
        { "cut sequence", [.. "1,2,a\n3,4,"u8, 0xE2, 0x82, .. "\n"u8] },
        { "overlong sequence", [.. "1,2,a\n3,4,"u8, 0xC0, 0xAF, .. "\n"u8] },
        { "surrogate", [.. "1,2,a\n3,4,"u8, 0xED, 0xA0, 0x80, .. "\n"u8] },
        { "Latin-1", [.. "1,2,a\n3,4,"u8, .. Encoding.Latin1.GetBytes("é\n")] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Train_says_what_is_wrong(string name, string table, string expected)
    {
        Assert.NotEmpty(name);
        AssertRefused(Encoding.UTF8.GetBytes(table), expected);
    }

    [Theory]
    [MemberData(nameof(Bytes))]
    public void Bytes_that_are_not_UTF8_are_refused(string name, byte[] table)
    {
        Assert.NotEmpty(name);
        AssertRefused(table, ", line 2: expected UTF-8 text, but the line has other bytes.");
    }

    [Theory]
    [InlineData("z", ": expected the target column to be one of x, y, side, but got 'z'.")]
    [InlineData("4", ": expected the target column to be one of x, y, side, but got '4'.")]
    [InlineData("0", ": expected the target column to be one of x, y, side, but got '0'.")]
    public void A_target_column_that_is_not_there_is_refused(string target, string expected) =>
        AssertRefused(Encoding.UTF8.GetBytes(Table.Classes(20)), expected, "--target", target);

    [Fact]
    public void A_target_name_without_a_header_is_refused() => AssertRefused(
        Encoding.UTF8.GetBytes(Table.Classes(20, header: "")),
        ": expected the target column to be a number from 1 to 3, since the first line is no header, but got 'side'.",
        "--target",
        "side");

    [Fact]
    public void A_missing_file_and_a_directory_are_refused()
    {
        string directory = Path.GetDirectoryName(_folder.PathOf("x"))!;
        Assert.Contains("there is no such file", ToolRun.Fails("train", _folder.PathOf("none.csv")), StringComparison.Ordinal);
        Assert.Contains("but it is a directory", ToolRun.Fails("train", directory), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_and_predict_refuse_the_same_cells()
    {
        string model = _folder.PathOf("model.safetensors");
        File.WriteAllText(_folder.PathOf("good.csv"), Table.Classes(40));
        ToolRun.Succeeds("train", _folder.PathOf("good.csv"), "--epochs", "1", "--out", model);
        File.WriteAllText(_folder.PathOf("bad.csv"), "x,y,side\n0.1,0.2,over\n0.1,?,over\n");
        string expected = ", line 3, column 2 (y): expected a finite number, but got '?'.";
        Assert.Contains(expected, ToolRun.Fails("evaluate", model, _folder.PathOf("bad.csv")), StringComparison.Ordinal);
        string error = ToolRun.Fails("predict", model, _folder.PathOf("bad.csv"), "--out", _folder.PathOf("out.csv"));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("out.csv")));
    }

    [Fact]
    public void Evaluate_refuses_a_class_that_the_model_does_not_know()
    {
        string model = _folder.PathOf("model.safetensors");
        File.WriteAllText(_folder.PathOf("good.csv"), Table.Classes(40));
        ToolRun.Succeeds("train", _folder.PathOf("good.csv"), "--epochs", "1", "--out", model);
        File.WriteAllText(_folder.PathOf("bad.csv"), "x,y,side\n0.1,0.2,over\n0.1,0.3,left\n");
        Assert.Contains(
            ", line 3, column 3 (side): expected one of the model's classes (over, under), but got 'left'.",
            ToolRun.Fails("evaluate", model, _folder.PathOf("bad.csv")),
            StringComparison.Ordinal);
    }

    private void AssertRefused(byte[] table, string expected, params string[] options)
    {
        string path = _folder.PathOf("table.csv");
        File.WriteAllBytes(path, table);
        string error = ToolRun.Fails(["train", path, "--out", _folder.PathOf("model.safetensors"), .. options]);
        Assert.StartsWith($"mlpfast: {path}{expected}", error, StringComparison.Ordinal);
        Assert.Equal(["table.csv"], _folder.Names());
    }
}
