using MlpFast.Safetensors;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>A save leaves a complete new file or the old one, and nothing else.</summary>
public sealed class SaveTests : IDisposable
{
    private const string Name = "model.safetensors";

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.PathOf(Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_save_leaves_one_file_with_the_bytes_of_the_model()
    {
        Model model = ModelBytes.CreateModel();

        model.Save(FilePath);

        Assert.Equal(ModelBytes.Save(model), File.ReadAllBytes(FilePath));
        Assert.Equal([Name], _folder.Names());
    }

    [Fact]
    public void A_save_replaces_the_old_file()
    {
        File.WriteAllText(FilePath, new string('x', 10_000));

        ModelBytes.CreateModel().Save(FilePath);

        Assert.Equal("answer", Model.Load(FilePath).TargetName);
        Assert.Equal([Name], _folder.Names());
    }

    [Fact]
    public void A_path_may_be_relative_to_the_current_folder()
    {
        string path = Path.GetRelativePath(Environment.CurrentDirectory, FilePath);

        ModelBytes.CreateModel().Save(path);

        Assert.Equal("answer", Model.Load(path).TargetName);
    }

    [Fact]
    public void A_save_that_fails_while_writing_leaves_the_old_file_and_no_other()
    {
        File.WriteAllText(FilePath, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("The disk is full.");
        }));

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([Name], _folder.Names());
    }

    [Fact]
    public void A_save_that_cannot_be_renamed_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(FilePath);

        Exception failure = Assert.ThrowsAny<Exception>(() => ModelBytes.CreateModel().Save(FilePath));

        Assert.True(failure is IOException or UnauthorizedAccessException, failure.ToString());
        Assert.Equal([Name], _folder.Names());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_network_with_non_finite_parameters_is_not_saved(float parameter)
    {
        File.WriteAllText(FilePath, "old");
        Model model = ModelBytes.CreateModel();
        model.Network.Parameters[6] = parameter;
        using var stream = new MemoryStream();

        string message = Assert.Throws<InvalidOperationException>(() => model.Save(FilePath)).Message;
        Assert.Throws<InvalidOperationException>(() => model.Save(stream));

        Assert.Contains($"parameter 6 is {parameter}", message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([Name], _folder.Names());
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_file_holds_at_most_256_layers()
    {
        var most = new Model(new Network(1, [.. Enumerable.Repeat(new Dense(1, Activation.Identity), 256)]));
        var tooMany = new Model(new Network(1, [.. Enumerable.Repeat(new Dense(1, Activation.Identity), 257)]));

        most.Save(FilePath);
        string message = Assert.Throws<NotSupportedException>(() => tooMany.Save(FilePath)).Message;

        Assert.Contains("at most 256 layers in a file, but got 257", message, StringComparison.Ordinal);
        Assert.Equal(256, Model.Load(FilePath).Network.Layers.Count);
    }

    [Fact]
    public void A_name_that_does_not_fit_the_header_is_not_saved()
    {
        var model = new Model(new Network(1, new Dense(1, Activation.Identity))) { TargetName = new string('x', 100_000_000) };

        string message = Assert.Throws<NotSupportedException>(() => model.Save(FilePath)).Message;

        Assert.Contains("a header of 100000000 bytes", message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_stream_is_left_open_behind_the_model()
    {
        using var stream = new MemoryStream();
        stream.WriteByte(1);

        ModelBytes.CreateModel().Save(stream);
        stream.WriteByte(2);

        Assert.Equal([1, .. ModelBytes.Save(ModelBytes.CreateModel()), 2], stream.ToArray());
    }

    [Fact]
    public void A_missing_folder_or_file_keeps_its_own_exception()
    {
        string path = Path.Combine(FilePath, "missing");

        Assert.Throws<DirectoryNotFoundException>(() => ModelBytes.CreateModel().Save(path));
        Assert.Throws<DirectoryNotFoundException>(() => Model.Load(path));
        Assert.Throws<FileNotFoundException>(() => Model.Load(FilePath));
    }
}
