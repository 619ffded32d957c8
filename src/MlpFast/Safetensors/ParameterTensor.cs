using System.Buffers.Text;
using MlpFast.Kernels;

namespace MlpFast.Safetensors;

/// <summary>
/// One of the two tensors of a dense layer, as a file has it: the weights transposed, [outputs × inputs], or the biases, [outputs]. Tensors
/// are counted layer by layer, weights first; their names are those of PyTorch's Sequential, where activations take the odd numbers.
/// </summary>
internal readonly record struct ParameterTensor(int Index, LayerLayout Layer)
{
    public bool IsBias => IsBiasIndex(Index);

    public int Rows => Layer.Outputs;

    public int Columns => IsBias ? 1 : Layer.Inputs;

    public long ByteLength => (long)Rows * Columns * sizeof(float);

    public string Name => NameOf(Index);

    public static int Count(ParameterLayout layout) => 2 * layout.Layers.Length;

    public static ParameterTensor At(ParameterLayout layout, int index) => new(index, layout[index / 2]);

    public static bool IsBiasIndex(int index) => index % 2 == 1;

    public static string NameOf(int index) => IsBiasIndex(index) ? $"{index - 1}.bias" : $"{index}.weight";

    /// <summary>The index of the tensor of this name, or −1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> name)
    {
        bool isCanonical = Utf8Parser.TryParse(name, out int module, out int digits) && int.IsEvenInteger(module)
            && module is >= 0 and < 2 * FileFormat.MaxLayers && (digits == 1 || name[0] is not ((byte)'0' or (byte)'+' or (byte)'-'));
        return !isCanonical ? -1
            : name[digits..].SequenceEqual(".weight"u8) ? module
            : name[digits..].SequenceEqual(".bias"u8) ? module + 1
            : -1;
    }

    /// <summary>This tensor's part of a network's parameters, [columns × rows].</summary>
    public Span<float> Values(Span<float> parameters) => IsBias ? Layer.Biases(parameters) : Layer.Weights(parameters);
}
