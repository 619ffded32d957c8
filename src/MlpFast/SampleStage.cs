using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Samples that wait to pass through the network together: why training sample by sample is nearly as fast as by the batch. Its buffers
/// are allocated with the first sample.
/// </summary>
internal sealed class SampleStage(int inputs, int outputs, int capacity)
{
    private AlignedBuffer? _samples;
    private AlignedBuffer? _targets;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>[<see cref="Count"/> × inputs].</summary>
    public ReadOnlySpan<float> Samples => _samples is null ? [] : _samples.Span[..(Count * inputs)];

    /// <summary>[<see cref="Count"/> × outputs].</summary>
    public ReadOnlySpan<float> Targets => _targets is null ? [] : _targets.Span[..(Count * outputs)];

    public void Add(ReadOnlySpan<float> sample, ReadOnlySpan<float> target)
    {
        _samples ??= new AlignedBuffer(checked(capacity * inputs));
        _targets ??= new AlignedBuffer(checked(capacity * outputs));
        sample.CopyTo(_samples.Span[(Count * inputs)..]);
        target.CopyTo(_targets.Span[(Count * outputs)..]);
        Count++;
    }

    public void Clear() => Count = 0;
}
