using MlpFast.Cli;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>What is understood of a well-formed table: header, separator, columns, task and class order.</summary>
public sealed class TableReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y,c\n1,2,a\n3,4,b\n", null, true)]
    [InlineData("1,2,a\n3,4,b\n", null, false)]
    [InlineData("1,2,3.5\n3,4,7.5\n", null, false)]
    [InlineData("0,1,target\n5,6,7\n8,9,6\n", null, true)]
    [InlineData("0,1,target\n5,6,a\n8,9,b\n", "target", true)]
    [InlineData("c,1,2\na,5,6\nb,8,9\n", "c", true)]
    [InlineData("a,5,6\nb,8,9\n", "1", false)]
    [InlineData("\n\nx,y,c\n1,2,a\n3,4,b\n", null, true)]
    public void A_header_is_recognized(string table, string? target, bool hasHeader) =>
        Assert.Equal(hasHeader, CsvTable.Open(Write(table), target, []).HasHeader);

    [Fact]
    public void Names_that_are_numbers_are_a_header_if_they_are_the_model_s()
    {
        DataSource source = Write("0,1,2\n4,5,6\n");
        Assert.True(CsvTable.Open(source, target: null, ["2", "0", "1"]).HasHeader);
        Assert.False(CsvTable.Open(source, target: null, ["2", "0", "3"]).HasHeader);
    }

    [Theory]
    [InlineData("x,y,c\n1,-2.5e-1,a\n .5 ,4,b\n")]
    [InlineData("x;y;c\r\n1;-0.25;a\r\n0.5;4;b\r\n")]
    [InlineData("x\ty\tc\n1\t-.25\ta\n+0.5\t4\tb")]
    [InlineData("\uFEFFx,y,c\r1,-0.25,a\r0.5,4,b\r")]
    [InlineData("\"x\",\"y\",\"c\"\n\"1\",\"-0.25\",\"a\"\n\n\"0.5\",\"4\",\"b\"\n\n")]
    public void Separators_quotes_spaces_and_line_endings_do_not_matter(string table)
    {
        TrainingData data = Read(table);
        Assert.Equal([1f, -0.25f, 0.5f, 4f], data.Set.Features);
        Assert.Equal(["x", "y"], data.FeatureNames);
        Assert.Equal("c", data.TargetName);
        Assert.Equal(["a", "b"], Assert.IsType<ClassTarget>(data.Target).Labels);
    }

    [Theory]
    [InlineData("c", "a,1,2\nb,3,4\n", new[] { 1f, 2, 3, 4 }, "c")]
    [InlineData("1", "a,1,2\nb,3,4\n", new[] { 1f, 2, 3, 4 }, "c")]
    [InlineData("y", "1,a,2\n3,b,4\n", new[] { 1f, 2, 3, 4 }, "y")]
    public void The_target_is_found_by_name_or_number(string target, string rows, float[] features, string name)
    {
        string header = name is "c" ? "c,x,y\n" : "x,y,z\n";
        TrainingData data = Read(header + rows, target);
        Assert.Equal(features, data.Set.Features);
        Assert.Equal(name, data.TargetName);
    }

    [Fact]
    public void Without_a_header_the_target_s_number_is_its_name()
    {
        Assert.Equal("3", Read("1,2,a\n3,4,b\n").TargetName);
        TrainingData data = Read("a,1,2\nb,3,4\n", "1");
        Assert.Equal("1", data.TargetName);
        Assert.Empty(data.FeatureNames);
    }

    [Fact]
    public void A_name_wins_over_a_number() => Assert.Equal([1f, 2f], Read("2,c\nx,1\ny,2\n", "2").Set.Features);

    [Theory]
    [InlineData("a b a b", true)]
    [InlineData("0 1 0 1", true)]
    [InlineData("-1 1.0 -1 1.0", true)]
    [InlineData("a b c 1", true)]
    [InlineData("0 1 2 3", false)]
    [InlineData("0.5 1 0.5 1", false)]
    public void The_task_is_guessed_from_the_target(string target, bool isClassification) =>
        Assert.Equal(isClassification, Read(Column(target.Split(' '))).Target is ClassTarget);

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Many_different_whole_numbers_are_a_regression(int different, bool isClassification)
    {
        string[] target = [.. Enumerable.Range(0, 100).Select(row => $"{row % different}")];
        Assert.Equal(isClassification, Read(Column(target)).Target is ClassTarget);
    }

    [Fact]
    public void The_task_asked_for_is_not_guessed()
    {
        string table = Column("0", "1", "2", "3");
        Assert.Equal(4, Assert.IsType<ClassTarget>(Read(table, task: LearningTask.Classification).Target).Labels.Count);
        Target numbers = Read(Column("0", "1", "0", "1"), task: LearningTask.Regression).Target;
        Assert.Equal([0f, 1, 0, 1], Assert.IsType<ValueTarget>(numbers).Values);
    }

    [Theory]
    [InlineData("10 9 -1 9 10 -1", "-1 9 10", new[] { 2, 1, 0, 1, 2, 0 })]
    [InlineData("10 9 x 9 10 x", "10 9 x", new[] { 0, 1, 2, 1, 0, 2 })]
    [InlineData("b a b a B B", "B a b", new[] { 2, 1, 2, 1, 0, 0 })]
    public void Classes_are_in_the_order_of_numbers_or_of_text(string target, string labels, int[] classes)
    {
        ClassTarget read = Assert.IsType<ClassTarget>(Read(Column(target.Split(' '))).Target);
        Assert.Equal(labels.Split(' '), read.Labels);
        Assert.Equal(classes, read.Classes);
        Assert.Equal([0f, 0, 1], read.Select([Array.IndexOf(classes, 2)]) is ClassTarget third ? third.OneHot() : []);
    }

    [Fact]
    public void The_digits_are_all_there()
    {
        TrainingData data = TrainingData.Read(DataSource.Find("digits"), new TrainOptions { Data = "digits" }, start: null);
        Assert.Equal((1797, 64), (data.Set.Count, data.Set.FeatureCount));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Assert.IsType<ClassTarget>(data.Target).Labels);
        Assert.Equal((0f, 16f), (data.Set.Features.Min(), data.Set.Features.Max()));
        Assert.Contains("E. Alpaydin and C. Kaynak, 1998", DataSource.Find("digits").Attribution, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    public void A_device_is_refused(string path)
    {
        var error = Assert.Throws<UserErrorException>(() => DataSource.Find(path).Open());
        Assert.Contains("expected a regular file", error.Message, StringComparison.Ordinal);
    }

    private static string Column(params string[] target) => string.Concat(target.Select((cell, row) => $"{row},{cell}\n"));

    private TrainingData Read(string table, string? target = null, LearningTask? task = null) =>
        TrainingData.Read(Write(table), new TrainOptions { Data = "table.csv", Target = target, Task = task }, start: null);

    private DataSource Write(string table)
    {
        File.WriteAllText(_folder.PathOf("table.csv"), table);
        return DataSource.Find(_folder.PathOf("table.csv"));
    }
}
