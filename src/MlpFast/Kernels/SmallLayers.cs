namespace MlpFast.Kernels;

/// <summary>
/// The layers of a network that are all small, checked to fit one another; and where the activations of a batch lie, or its δ.
/// </summary>
/// <remarks>
/// They lie layer after layer, each with a capacity of as many rows. The matrices of hidden layers are padded (see
/// <see cref="SmallLayer{TLane}"/>), that of the last layer is not.
/// </remarks>
internal sealed class SmallLayers
{
    private readonly LayerLayout[] _layers;
    private readonly long _floatsPerRow;

    public SmallLayers(ReadOnlySpan<LayerLayout> layers)
    {
        _layers = layers.ToArray();
        Inputs = layers[0].Inputs;
        Outputs = layers[^1].Outputs;
        _floatsPerRow = Offset(layers.Length - 1, capacity: 1) + Outputs;
        int inputs = Inputs;
        foreach (ref readonly LayerLayout layer in layers)
        {
            Bounds.RequireInputs(layer.Inputs, inputs);
            Bounds.Require(layer.Offset, 0);
            inputs = layer.Outputs;
            WidestOutputs = Math.Max(WidestOutputs, layer.Outputs);
            ParameterCount = Math.Max(ParameterCount, checked(layer.Offset + ((layer.Inputs + 1) * layer.Outputs)));
        }
    }

    public ReadOnlySpan<LayerLayout> Layers => _layers;

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Outputs of the widest layer.</summary>
    public int WidestOutputs { get; }

    public int ParameterCount { get; }

    /// <summary>Where a layer's matrix begins.</summary>
    public static long Offset(int layer, int capacity) => layer * (long)capacity * CacheLine.Floats;

    /// <summary>Whether a layer's matrix is padded.</summary>
    public bool IsPadded(int layer) => layer < _layers.Length - 1;

    /// <summary>Floats of all layers together.</summary>
    public long Length(int capacity) => capacity * _floatsPerRow;
}
