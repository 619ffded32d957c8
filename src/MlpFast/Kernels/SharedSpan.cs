namespace MlpFast.Kernels;

/// <summary>
/// A span that other threads can reach while a call lasts. Spans live on one thread's stack; the memory behind these is pinned until
/// <see cref="Run"/> returns, which must not be before every thread is done.
/// </summary>
internal readonly unsafe struct SharedSpan
{
    private readonly float* _start;
    private readonly int _length;

    private SharedSpan(float* start, int length)
    {
        _start = start;
        _length = length;
    }

    public Span<float> Span => new(_start, _length);

    /// <summary>Calls <paramref name="action"/> with the three spans, pinned for as long as it lasts.</summary>
    public static void Run<TState>(
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second,
        Span<float> third,
        TState state,
        Action<TState, SharedSpan, SharedSpan, SharedSpan> action)
    {
        fixed (float* pFirst = first, pSecond = second, pThird = third)
        {
            action(
                state,
                new SharedSpan(pFirst, first.Length),
                new SharedSpan(pSecond, second.Length),
                new SharedSpan(pThird, third.Length));
        }
    }
}
