using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Loads bytes from any source and holds the loader to its promises: one exception type, and an allocation bound.</summary>
internal static class Loading
{
    /// <summary>What a refusal may cost beside twice the file: exception, message, stream, the tables of layers and tensors.</summary>
    private const long Slack = 64 * 1024;

    public static readonly ModelSource[] Sources = Enum.GetValues<ModelSource>();

    public static Model Load(ModelSource source, byte[] bytes) =>
        TryLoad(source, bytes, out Model? model) is { } refusal ? throw refusal : model!;

    /// <summary>Loads malformed bytes; returns the message of the refusal.</summary>
    public static string Refuse(ModelSource source, byte[] bytes) =>
        TryLoad(source, bytes, out _)?.Message ?? throw new InvalidOperationException($"Expected a refusal of the {source}.");

    /// <summary>Loads bytes; returns the refusal, having checked its cost, or <see langword="null"/> if there is a model.</summary>
    public static ModelFormatException? TryLoad(ModelSource source, byte[] bytes, out Model? model)
    {
        using var folder = new TemporaryFolder();
        Func<Model> load = Loader(source, bytes, folder);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            model = load();
            return null;
        }
        catch (ModelFormatException refusal)
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2L * bytes.Length) + Slack);
            model = null;
            return refusal;
        }
    }

    private static Func<Model> Loader(ModelSource source, byte[] bytes, TemporaryFolder folder)
    {
        switch (source)
        {
            case ModelSource.Span:
                return () => Model.Load(bytes.AsSpan());
            case ModelSource.Stream:
                return () => Model.Load(new MemoryStream(bytes));
            case ModelSource.UnseekableStream:
                return () => Model.Load(new UnseekableStream(bytes, bytes.Length));
            default:
                string path = folder.PathOf("model.safetensors");
                File.WriteAllBytes(path, bytes);
                return () => Model.Load(path);
        }
    }
}
