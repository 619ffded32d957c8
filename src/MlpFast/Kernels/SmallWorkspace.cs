using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlpFast.Kernels;

/// <summary>
/// The activations and δ of a batch in a network of small layers, which <see cref="SmallLayers"/> lays out. Where they lie is computed and
/// checked once, here: for each pass anew, that would be a good part of a training step. All pointers and spans it gives are good as long as it
/// is in use.
/// </summary>
internal sealed unsafe class SmallWorkspace
{
    private readonly nint _floatsPerLayer;
    private readonly float* _activations;
    private readonly float* _deltas;
    private readonly LanePlaces? _places;

    /// <param name="layers">The layers.</param>
    /// <param name="capacity">Rows there is room for, for which everything is laid out.</param>
    /// <param name="activations">
    /// As much memory as <see cref="SmallLayers.Length"/> says, which the caller holds, and which stays where it is, as long as this object is in use.
    /// </param>
    /// <param name="deltas">The same.</param>
    public SmallWorkspace(SmallLayers layers, int capacity, Span<float> activations, Span<float> deltas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Bounds.Require(activations.Length, layers.Length(capacity));
        Bounds.Require(deltas.Length, layers.Length(capacity));
        Layers = layers;
        Capacity = capacity;
        _floatsPerLayer = (nint)SmallLayers.Offset(1, capacity);
        _activations = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(activations));
        _deltas = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(deltas));
        _places = layers.RowsOfLane > 1 ? layers.Places : null;
    }

    public SmallLayers Layers { get; }

    /// <summary>Rows there is room for.</summary>
    public int Capacity { get; }

    /// <summary>What the pointers lead into, held for them: the activations and δ; none where the caller holds it.</summary>
    public IReadOnlyList<AlignedBuffer> Memory { get; private init; } = [];

    /// <summary>The last layer's activations, and the room behind them; the logits where they are a softmax's.</summary>
    public Span<float> Outputs => LastLayer(_activations);

    /// <summary>The last layer's δ, and the room behind them.</summary>
    public Span<float> OutputDeltas => LastLayer(_deltas);

    /// <summary>With memory of its own.</summary>
    public static SmallWorkspace Allocate(SmallLayers layers, int capacity)
    {
        int length = checked((int)layers.Length(capacity));
        var activations = new AlignedBuffer(length);
        var deltas = new AlignedBuffer(length);
        return new SmallWorkspace(layers, capacity, activations.Span, deltas.Span) { Memory = [activations, deltas] };
    }

    /// <summary>A layer's activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Activations(int layer) => _activations + (layer * _floatsPerLayer);

    /// <summary>Its δ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Deltas(int layer) => _deltas + (layer * _floatsPerLayer);

    /// <summary>Its <see cref="LanePlaces"/>, where several rows lie in a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Places(int layer) => _places!.Of(layer);

    private Span<float> LastLayer(float* first) =>
        new(first + (Layers.HiddenCount * _floatsPerLayer), (Capacity * Layers.Outputs) + Layers.LaneWidth);
}
