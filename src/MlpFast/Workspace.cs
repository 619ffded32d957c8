using MlpFast.Kernels;

namespace MlpFast;

/// <summary>Room for each layer's activations and δ, and for the losses, of so many samples.</summary>
internal sealed class Workspace
{
    private readonly ParameterLayout _layout;
    private readonly AlignedBuffer _activations;
    private readonly AlignedBuffer _deltas;
    private readonly double[] _losses;
    private readonly int[] _offsets;

    /// <param name="layout">The layers.</param>
    /// <param name="rows">Samples.</param>
    public Workspace(ParameterLayout layout, int rows)
    {
        _layout = layout;
        Rows = rows;
        _offsets = new int[layout.Layers.Length];
        for (int i = 1; i < _offsets.Length; i++)
        {
            _offsets[i] = _offsets[i - 1] + (rows * layout.ActivationStride(i - 1));
        }

        int length = _offsets[^1] + (rows * layout.Outputs);
        _activations = new AlignedBuffer(length);
        _deltas = new AlignedBuffer(length);
        _losses = new double[rows];
    }

    /// <summary>Samples there is room for.</summary>
    public int Rows { get; }

    /// <summary>A layer's activations for so many samples from a first one on, [count × outputs].</summary>
    public Matrix Activations(int layer, int first, int count) => RowsOf(_activations, layer, first, count);

    /// <summary>The gradient with respect to a layer's logits, likewise.</summary>
    public Matrix Deltas(int layer, int first, int count) => RowsOf(_deltas, layer, first, count);

    public Span<double> Losses(int first, int count) => _losses.AsSpan(first, count);

    private Matrix RowsOf(AlignedBuffer buffer, int layer, int first, int count)
    {
        int stride = _layout.ActivationStride(layer);
        return new(buffer.Span.Slice(_offsets[layer] + (first * stride), count * stride), count, _layout[layer].Outputs, stride);
    }
}
