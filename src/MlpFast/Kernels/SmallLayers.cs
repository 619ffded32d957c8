namespace MlpFast.Kernels;

/// <summary>
/// The layers of a network that are all small, checked to fit one another; and where the activations of a batch lie, or its δ.
/// </summary>
/// <remarks>
/// They lie layer after layer, each with room for as many rows. The rows of hidden layers are a cache line apart (see
/// <see cref="SmallLayer{TLane}"/>), those of the last layer lie side by side.
/// </remarks>
internal sealed class SmallLayers
{
    private readonly LayerLayout[] _layers;

    public SmallLayers(ReadOnlySpan<LayerLayout> layers)
    {
        _layers = layers.ToArray();
        Inputs = layers[0].Inputs;
        Outputs = layers[^1].Outputs;
        int inputs = Inputs;
        foreach (ref readonly LayerLayout layer in layers)
        {
            Bounds.RequireSameDepth(layer.Inputs, inputs);
            Bounds.Require(layer.Offset, 0);
            inputs = layer.Outputs;
            Widest = Math.Max(Widest, layer.Outputs);
            ParameterCount = Math.Max(ParameterCount, layer.Offset + layer.WeightCount + layer.Outputs);
        }
    }

    public ReadOnlySpan<LayerLayout> All => _layers;

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Outputs of the widest layer.</summary>
    public int Widest { get; }

    public int ParameterCount { get; }

    /// <summary>Where a layer's matrix begins, with room for so many rows in each.</summary>
    public static nint Offset(int layer, int room) => layer * (nint)room * CacheLine.Floats;

    /// <summary>How far apart the rows of a layer are.</summary>
    public int Stride(int layer) => layer == _layers.Length - 1 ? Outputs : CacheLine.Floats;

    /// <summary>Floats of all layers together.</summary>
    public long Length(int room) => Offset(_layers.Length - 1, room) + ((long)room * Outputs);
}
