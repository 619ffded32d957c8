using System.Text;

namespace MlpFast.Safetensors;

/// <summary>
/// The metadata of a model file. Its constructor validates all of it but allocates only the architecture; scaling and names, which may be
/// large, are made once the rest of the file has turned out well-formed.
/// </summary>
internal sealed class ModelMetadata
{
    private readonly Dictionary<string, MetadataText> _texts;

    public ModelMetadata(Dictionary<string, MetadataText> texts)
    {
        _texts = texts;
        RequireVersion();
        List<int> sizes = ReadLayerSizes();
        Layers = ReadLayers(sizes);
        Layout = CreateLayout(sizes[0], Layers);
        RequireScaling();
        RequireNames(MetadataKey.ClassLabels, Layout.Outputs);
        RequireNames(MetadataKey.FeatureNames, Layout.Inputs);
    }

    public Dense[] Layers { get; }

    public ParameterLayout Layout { get; }

    public Model ToModel(Network network) => new(network)
    {
        ClassLabels = Names(MetadataKey.ClassLabels, Layout.Outputs),
        FeatureScaling = Scaling(),
        FeatureNames = Names(MetadataKey.FeatureNames, Layout.Inputs),
        TargetName = _texts.TryGetValue(MetadataKey.TargetName, out MetadataText? name) ? Encoding.UTF8.GetString(name.Utf8.Span) : null,
    };

    private void RequireVersion()
    {
        ReadOnlySpan<byte> version = Require(MetadataKey.Version).Span;
        if (!Ascii.Equals(version, MetadataKey.CurrentVersion))
        {
            throw new ModelFormatException(
                $"Expected metadata '{MetadataKey.Version}' to be {MetadataKey.CurrentVersion}, but got {JsonText.Quote(version)}.");
        }
    }

    private List<int> ReadLayerSizes()
    {
        var sizes = new List<int>();
        StrictJsonReader list = StartList(MetadataKey.LayerSizes);
        while (list.TryReadElement())
        {
            if (sizes.Count > FileFormat.MaxLayers)
            {
                throw new ModelFormatException($"Expected at most {FileFormat.MaxLayers} layers, but got more.");
            }

            sizes.Add((int)list.Integer(Array.MaxLength));
        }

        list.ReadEnd();
        return sizes.Count >= 2
            ? sizes
            : throw new ModelFormatException(
                $"Expected metadata '{MetadataKey.LayerSizes}' to have the inputs and at least 1 layer, but got {sizes.Count} sizes.");
    }

    private Dense[] ReadLayers(List<int> sizes)
    {
        var layers = new Dense[sizes.Count - 1];
        int count = 0;
        StrictJsonReader list = StartList(MetadataKey.Activations);
        for (; list.TryReadElement(); count++)
        {
            Activation activation = ActivationName.Parse(list.Text().Span);
            if (count < layers.Length)
            {
                layers[count] = new Dense(sizes[count + 1], activation);
            }
        }

        list.ReadEnd();
        RequireCount(MetadataKey.Activations, count, layers.Length);
        return layers;
    }

    private static ParameterLayout CreateLayout(int inputs, Dense[] layers)
    {
        try
        {
            return new ParameterLayout(inputs, layers);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"Expected the architecture of a network, but: {exception.Message}", exception);
        }
    }

    private void RequireScaling()
    {
        if (_texts.ContainsKey(MetadataKey.FeatureMeans) || _texts.ContainsKey(MetadataKey.FeatureStandardDeviations))
        {
            RequireNumbers(MetadataKey.FeatureMeans, moreThan: float.NegativeInfinity);
            RequireNumbers(MetadataKey.FeatureStandardDeviations, moreThan: 0);
        }
    }

    private void RequireNumbers(string key, float moreThan)
    {
        int count = 0;
        StrictJsonReader list = StartList(key);
        for (; list.TryReadElement(); count++)
        {
            float number = list.Number();
            if (number <= moreThan)
            {
                throw new ModelFormatException($"Expected metadata '{key}' above {moreThan}, but element {count} is {number}.");
            }
        }

        list.ReadEnd();
        RequireCount(key, count, Layout.Inputs);
    }

    private void RequireNames(string key, int expected)
    {
        if (!_texts.ContainsKey(key))
        {
            return;
        }

        int count = 0;
        StrictJsonReader list = StartList(key);
        for (; list.TryReadElement(); count++)
        {
            list.RequireString();
        }

        list.ReadEnd();
        RequireCount(key, count, expected);
    }

    private FeatureScaling? Scaling() => _texts.ContainsKey(MetadataKey.FeatureMeans)
        ? new FeatureScaling(Numbers(MetadataKey.FeatureMeans), Numbers(MetadataKey.FeatureStandardDeviations))
        : null;

    private float[] Numbers(string key)
    {
        var numbers = new float[Layout.Inputs];
        StrictJsonReader list = StartList(key);
        foreach (ref float number in numbers.AsSpan())
        {
            list.Read();
            number = list.Number();
        }

        return numbers;
    }

    private string[] Names(string key, int count)
    {
        if (!_texts.ContainsKey(key))
        {
            return [];
        }

        var names = new string[count];
        StrictJsonReader list = StartList(key);
        foreach (ref string name in names.AsSpan())
        {
            list.Read();
            name = list.String();
        }

        return names;
    }

    private StrictJsonReader StartList(string key)
    {
        var list = new StrictJsonReader(Require(key), $"metadata '{key}'");
        list.ReadStartArray();
        return list;
    }

    private Memory<byte> Require(string key) => _texts.TryGetValue(key, out MetadataText? text)
        ? text.Utf8
        : throw new ModelFormatException($"Expected metadata '{key}', but it is missing.");

    private static void RequireCount(string key, int actual, int expected)
    {
        if (actual != expected)
        {
            throw new ModelFormatException($"Expected metadata '{key}' to have {expected} elements, but got {actual}.");
        }
    }
}
