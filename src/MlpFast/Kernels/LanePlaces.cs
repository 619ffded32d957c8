using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// For lanes in which several rows lie side by side: where the elements lie that element l of another lane is computed from. They are whole
/// numbers, as the bits of floats, some lanes of them for each layer.
/// </summary>
internal sealed unsafe class LanePlaces
{
    /// <summary>l is an output of a row: its column, and the row's first input.</summary>
    public const int ColumnOfOutput = 0;
    public const int RowOfOutput = 1;

    /// <summary>l is an input of a row: its column, and the row's first output.</summary>
    public const int ColumnOfInput = 2;
    public const int RowOfInput = 3;

    /// <summary>From here on, so many lanes for each lane of the layer's parameters.</summary>
    public const int Parameters = 4;
    public const int LanesOfParameters = 3;

    /// <summary>Of these: the input and the output of each parameter, and all ones where it is a bias.</summary>
    public const int InputOfParameter = 0;
    public const int OutputOfParameter = 1;
    public const int IsBias = 2;

    private const int AllOnes = -1;

    private readonly int _width;
    private readonly int[] _offsets;
    private readonly AlignedBuffer _places;
    private readonly float* _first; // The buffer stays where it is.

    /// <param name="layers">The layers.</param>
    /// <param name="width">Elements of a lane.</param>
    public LanePlaces(ReadOnlySpan<LayerLayout> layers, int width)
    {
        _width = width;
        _offsets = new int[layers.Length];
        int end = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            int lanesOfParameters = ((ParameterCount(layers[i]) - 1) / width) + 1;
            _offsets[i] = end;
            end += (Parameters + (LanesOfParameters * lanesOfParameters)) * width;
        }

        _places = new AlignedBuffer(end);
        _first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_places.Span));
        for (int i = 0; i < layers.Length; i++)
        {
            Fill(layers[i], _places.Span[_offsets[i]..]);
        }
    }

    /// <summary>Those of a layer, as long as this object is in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Of(int layer) => _first + _offsets[layer];

    private static int ParameterCount(LayerLayout layer) => (layer.Inputs + 1) * layer.Outputs;

    private void Fill(LayerLayout layer, Span<float> destination)
    {
        (int inputs, int outputs) = (layer.Inputs, layer.Outputs);
        Fill(destination, ColumnOfOutput, l => l % outputs);
        Fill(destination, RowOfOutput, l => l / outputs * inputs);
        Fill(destination, ColumnOfInput, l => l % inputs);
        Fill(destination, RowOfInput, l => l / inputs * outputs);
        int lane = Parameters;
        for (int first = 0; first < ParameterCount(layer); first += _width)
        {
            int start = first;
            Fill(destination, lane + InputOfParameter, l => (start + l) / outputs);
            Fill(destination, lane + OutputOfParameter, l => (start + l) % outputs);
            Fill(destination, lane + IsBias, l => (start + l) / outputs == inputs ? AllOnes : 0);
            lane += LanesOfParameters;
        }
    }

    private void Fill(Span<float> destination, int lane, Func<int, int> place)
    {
        for (int l = 0; l < _width; l++)
        {
            destination[(lane * _width) + l] = BitConverter.Int32BitsToSingle(place(l));
        }
    }
}
