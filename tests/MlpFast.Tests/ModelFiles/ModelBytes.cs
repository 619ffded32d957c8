using System.Buffers.Binary;
using System.Text;

namespace MlpFast.Tests.ModelFiles;

/// <summary>The bytes of model files: a well-formed one, and whatever a test makes of its parts.</summary>
internal static class ModelBytes
{
    /// <summary>The header of <see cref="CreateModel"/>'s file, without padding.</summary>
    public const string Header = "{" + MetadataHeader + "," + TensorsHeader;

    /// <summary>The tensors and the end of <see cref="Header"/>.</summary>
    public const string TensorsHeader =
        """
        "0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
        """
        + """
        "0.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},
        """
        + """
        "2.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[32,48]},
        """
        + """
        "2.bias":{"dtype":"F32","shape":[2],"data_offsets":[48,56]}}
        """;

    private const string MetadataHeader =
        """
        "__metadata__":{"mlpfast_version":"1","layer_sizes":"[3,2,2]","activations":"[\"relu\",\"softmax\"]",
        """
        + """
        "class_labels":"[\"no\",\"yes\"]","feature_means":"[0.5,-1,2]","feature_standard_deviations":"[1,0.25,3]",
        """
        + """
        "feature_names":"[\"a\",\"b\",\"c\"]","target_name":"answer"}
        """;

    public const int DataLength = 56;

    /// <summary>A model with everything that a file can hold. Its parameters are 1, 2, 3 and so on in the order of the file.</summary>
    public static Model CreateModel()
    {
        var network = new Network(3, new Dense(2, Activation.ReLU), new Dense(2, Activation.Softmax));
        new float[] { 1, 4, 2, 5, 3, 6, 7, 8, 9, 11, 10, 12, 13, 14 }.CopyTo(network.Parameters);
        return new Model(network)
        {
            ClassLabels = ["no", "yes"],
            FeatureScaling = new FeatureScaling([0.5f, -1, 2], [1, 0.25f, 3]),
            FeatureNames = ["a", "b", "c"],
            TargetName = "answer",
        };
    }

    /// <summary>The data of <see cref="CreateModel"/>'s file.</summary>
    public static byte[] Data()
    {
        var data = new byte[DataLength];
        for (int i = 0; i < data.Length / sizeof(float); i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), i + 1);
        }

        return data;
    }

    public static byte[] File(string header, ReadOnlySpan<byte> data) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data) => File((ulong)header.Length, header, data);

    public static byte[] File(ulong headerLength, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength);
        return [.. length, .. header, .. data];
    }

    public static byte[] Save(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
