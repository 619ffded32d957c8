using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>The store of a lane's first elements: of any number of them, right before a protected page and right after one.</summary>
public sealed class FirstElementsTests : IDisposable
{
    private readonly GuardedMemory _source = new(64);
    private readonly GuardedMemory _destination = new(64);

    [GuardedMemoryTheory]
    [InlineData(Edge.Start)]
    [InlineData(Edge.End)]
    public void Any_number_of_elements_is_stored_and_no_other(Edge edge)
    {
        RequireEveryCount<VectorLane>(edge);
        RequireEveryCount<TwinLane<VectorLane>>(edge);
        if (Vector512Lane.IsSupported)
        {
            RequireEveryCount<Vector512Lane>(edge);
            RequireEveryCount<TwinLane<Vector512Lane>>(edge);
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _destination.Dispose();
    }

    private void RequireEveryCount<TLane>(Edge edge)
        where TLane : struct, IArithmeticLane<TLane>
    {
        float[] elements = [.. Enumerable.Range(1, TLane.Count).Select(i => (float)i)];
        var lane = TLane.Load(in _source.PlaceReadOnly(elements, edge)[0]);
        for (int count = 0; count <= TLane.Count + 1; count++)
        {
            int stored = Math.Min(count, TLane.Count);
            Span<float> destination = _destination.Place(new float[Math.Max(stored, 1)], edge);
            lane.StoreFirst(ref destination[0], count);
            string about = $"{count} of {typeof(TLane)}";
            Comparison.AssertSameBits(stored == 0 ? [0f] : elements[..stored], destination, about);
            _destination.AssertSurroundings(about);
        }
    }
}
