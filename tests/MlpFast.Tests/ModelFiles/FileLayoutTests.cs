using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MlpFast.Safetensors;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>The bytes of a file are those that other readers of safetensors expect.</summary>
public sealed class FileLayoutTests
{
    [Fact]
    public void A_file_is_a_length_a_padded_header_and_the_data()
    {
        byte[] header = Encoding.UTF8.GetBytes(ModelBytes.Header);
        byte[] padding = [.. Enumerable.Repeat((byte)' ', (8 - (header.Length % 8)) % 8)];

        byte[] saved = ModelBytes.Save(ModelBytes.CreateModel());

        Assert.Equal(ModelBytes.File([.. header, .. padding], ModelBytes.Data()), saved);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    public void The_data_begins_at_a_multiple_of_8_bytes(int nameLength)
    {
        var model = new Model(new Network(1, new Dense(1, Activation.Identity))) { TargetName = new string('x', nameLength) };

        byte[] saved = ModelBytes.Save(model);

        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(saved);
        Assert.Equal(0u, headerLength % 8);
        Assert.Equal((ulong)saved.Length, 8 + headerLength + (2 * sizeof(float)));
    }

    [Fact]
    public void Metadata_is_text_by_text_and_left_out_where_there_is_none()
    {
        byte[] saved = ModelBytes.Save(new Model(new Network(4, new Dense(3, Activation.Sigmoid), new Dense(1, Activation.Identity))));

        using JsonDocument header = JsonDocument.Parse(saved.AsMemory(8, (int)BinaryPrimitives.ReadUInt64LittleEndian(saved)));
        Dictionary<string, string?> metadata = header.RootElement.GetProperty("__metadata__").EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value.GetString(), StringComparer.Ordinal);

        Assert.Equal(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["mlpfast_version"] = "1",
                ["layer_sizes"] = "[4,3,1]",
                ["activations"] = "[\"sigmoid\",\"identity\"]",
            },
            metadata);
    }

    [Theory]
    [InlineData(Activation.Identity, "identity")]
    [InlineData(Activation.Sigmoid, "sigmoid")]
    [InlineData(Activation.ReLU, "relu")]
    [InlineData(Activation.Tanh, "tanh")]
    [InlineData(Activation.Softmax, "softmax")]
    public void Activations_have_the_names_of_the_field(Activation activation, string name)
    {
        Assert.Equal(name, ActivationName.Of(activation));
        Assert.Equal(activation, ActivationName.Parse(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Every_activation_has_a_name() =>
        Assert.All(Enum.GetValues<Activation>(), activation => Assert.NotEmpty(ActivationName.Of(activation)));

    [Fact]
    public void Tensors_and_fields_may_come_in_any_order()
    {
        // As another writer may have it: sorted by name, metadata last, the data in the order of the names.
        const string Header =
            """
            { "0.bias" : {"data_offsets":[0,4],"shape":[1],"dtype":"F32"},
              "0.weight":{"data_offsets":[4,12],"dtype":"F32","shape":[1,2]},
              "__metadata__":{"activations":"[ \"tanh\" ]","layer_sizes":"[2, 1]","mlpfast_version":"\u0031"} }
            """;

        Model model = Loading.Load(ModelSource.Span, ModelBytes.File(Header, ModelBytes.Data().AsSpan(0, 12)));

        Assert.Equal([2, 3, 1], model.Network.Parameters);
        Assert.Equal(Activation.Tanh, Assert.Single(model.Network.Layers).Activation);
    }
}
