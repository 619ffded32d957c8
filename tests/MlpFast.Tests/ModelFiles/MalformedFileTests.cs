using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Every malformed file is refused for its own reason, from every source, within the allocation bound.</summary>
public sealed class MalformedFileTests
{
    private static readonly Dictionary<string, MalformedFile> Files =
        new MalformedFile[][] { MalformedHeaders.Files, MalformedTensors.Files, MalformedMetadata.Files, LargeMalformedFiles.Files }
            .SelectMany(files => files)
            .ToDictionary(file => file.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_malformed_file_is_refused(string name)
    {
        MalformedFile file = Files[name];
        foreach (ModelSource source in Loading.Sources)
        {
            Assert.Contains(file.Reason, Loading.Refuse(source, file.Bytes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_file_that_they_were_made_from_is_well_formed()
    {
        byte[] file = ModelBytes.File(ModelBytes.Header, ModelBytes.Data());

        Model model = Loading.Load(ModelSource.Span, file);

        Assert.Equal(ModelBytes.CreateModel().Network.Parameters, model.Network.Parameters);
    }
}
