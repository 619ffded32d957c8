namespace MlpFast.Kernels;

/// <summary>
/// A span that other threads can reach while a call lasts. Spans live on one thread's stack; the memory behind these is pinned until
/// <see cref="SharedSpan.Run"/> returns, which must not be before every thread is done.
/// </summary>
internal readonly unsafe struct SharedSpan<T>
    where T : unmanaged
{
    private readonly T* _start;
    private readonly int _length;

    internal SharedSpan(T* start, int length)
    {
        _start = start;
        _length = length;
    }

    public Span<T> Span => new(_start, _length);
}

/// <summary>Lends spans to other threads.</summary>
internal static unsafe class SharedSpan
{
    /// <summary>Calls <paramref name="action"/> with the three spans, pinned for as long as it lasts.</summary>
    public static void Run<TState, T>(
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second,
        Span<T> third,
        TState state,
        Action<TState, SharedSpan<float>, SharedSpan<float>, SharedSpan<T>> action)
        where T : unmanaged
    {
        fixed (float* pFirst = first, pSecond = second)
        {
            fixed (T* pThird = third)
            {
                action(
                    state,
                    new SharedSpan<float>(pFirst, first.Length),
                    new SharedSpan<float>(pSecond, second.Length),
                    new SharedSpan<T>(pThird, third.Length));
            }
        }
    }
}
