using System.Collections.ObjectModel;
using MlpFast.Safetensors;

namespace MlpFast;

/// <summary>A network with what its predictions need around them: feature scaling, and the names of features, target and classes.</summary>
/// <remarks>
/// <para>
/// A model is saved as a safetensors file: float32, little-endian, tensors named and laid out as in PyTorch's <c>Sequential</c> of
/// alternating linear and activation modules, so that dense layer i has <c>{2i}.weight</c>, [outputs × inputs], and <c>{2i}.bias</c>,
/// [outputs]. Architecture, scaling and names are text in the file's <c>__metadata__</c>. The same model always gives the same bytes.
/// </para>
/// <para>
/// Loading is strict. Whatever is malformed is refused with <see cref="ModelFormatException"/>, having allocated no more than twice the
/// bytes read and a constant below 64 KiB.
/// </para>
/// <para>Thread-safe as far as its <see cref="Network"/> is: loading and saving may run at once, saving while training is a race.</para>
/// </remarks>
public sealed class Model
{
    /// <summary>Creates a model of a network, without labels, names or scaling.</summary>
    /// <param name="network">The network; the model refers to it and does not copy it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is <see langword="null"/>.</exception>
    public Model(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The label of each output of a classifier; empty if there are none.</summary>
    /// <exception cref="ArgumentException">
    /// There is neither none nor one label an output, or a label is <see langword="null"/> or no well-formed Unicode text.
    /// </exception>
    public IReadOnlyList<string> ClassLabels
    {
        get;
        init => field = TextList(value, Network.Outputs, nameof(ClassLabels));
    } = [];

    /// <summary>The scaling that samples go through before the network; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">It has another number of features than the network has inputs.</exception>
    public FeatureScaling? FeatureScaling
    {
        get;
        init
        {
            if (value is not null)
            {
                Shape.RequireLength(value.Means.Length, Network.Inputs, 1, nameof(FeatureScaling));
            }

            field = value;
        }
    }

    /// <summary>The name of each input; empty if there are none.</summary>
    /// <exception cref="ArgumentException">
    /// There is neither none nor one name an input, or a name is <see langword="null"/> or no well-formed Unicode text.
    /// </exception>
    public IReadOnlyList<string> FeatureNames
    {
        get;
        init => field = TextList(value, Network.Inputs, nameof(FeatureNames));
    } = [];

    /// <summary>The name of what is predicted; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">It is no well-formed Unicode text.</exception>
    public string? TargetName
    {
        get;
        init
        {
            if (value is not null)
            {
                RequireText(value, nameof(TargetName));
            }

            field = value;
        }
    }

    /// <summary>
    /// Saves to a file that is either complete or not there: written beside it under a temporary name, flushed to the disk, then renamed
    /// over it. If anything fails, the temporary file is removed and what was there before stays.
    /// </summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">A parameter of the network is not finite. Nothing was written.</exception>
    /// <exception cref="NotSupportedException">There are more layers or longer names than a file can hold. Nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] header = ModelWriter.CreateHeader(this);
        AtomicFile.Write(path, stream => ModelWriter.Write(stream, header, Network));
    }

    /// <summary>Saves to a stream, which is left open and at the end of the model.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <exception cref="InvalidOperationException">A parameter of the network is not finite. Nothing was written.</exception>
    /// <exception cref="NotSupportedException">There are more layers or longer names than a file can hold. Nothing was written.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelWriter.Write(stream, ModelWriter.CreateHeader(this), Network);
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is no model, or a damaged one.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or <see langword="null"/>.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The environment asks for kernels that this machine does not have.</exception>
    public static Model Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Loads a model that takes up the rest of a stream. The stream is left open.</summary>
    /// <param name="stream">A readable stream, seekable or not, at the start of the model.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is <see langword="null"/>.</exception>
    /// <exception cref="ModelFormatException">The rest of the stream is no model, or a damaged one.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The environment asks for kernels that this machine does not have.</exception>
    public static Model Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelReader.Read(stream);
    }

    /// <summary>Loads a model from the bytes of a file.</summary>
    /// <param name="bytes">The whole file. Not referred to afterwards.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are no model, or a damaged one.</exception>
    /// <exception cref="PlatformNotSupportedException">The environment asks for kernels that this machine does not have.</exception>
    public static Model Load(ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return ModelReader.Read(stream);
    }

    private static ReadOnlyCollection<string> TextList(IReadOnlyList<string> texts, int count, string name)
    {
        ArgumentNullException.ThrowIfNull(texts, name);
        if (texts.Count == 0)
        {
            return ReadOnlyCollection<string>.Empty;
        }

        Shape.RequireLength(texts.Count, count, 1, name);
        var copy = new string[count];
        for (int i = 0; i < count; i++)
        {
            copy[i] = texts[i];
            RequireText(copy[i], name);
        }

        return Array.AsReadOnly(copy);
    }

    private static void RequireText(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        if (!JsonText.IsWellFormed(text))
        {
            throw new ArgumentException("Expected well-formed Unicode, but a surrogate stands alone.", name);
        }
    }
}
