using System.Diagnostics;

namespace MlpFast.Benchmarks;

/// <summary>A task of this process.</summary>
internal abstract class InProcess : ITimed
{
    public abstract void Iterate();

    public double Run(int iterations)
    {
        long start = Stopwatch.GetTimestamp();
        Repeat(iterations);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>
    /// Iterates. A sealed class whose iterations are short repeats the loop for itself: the compiler then inlines the call, as those of the native
    /// peers do.
    /// </summary>
    protected virtual void Repeat(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }
    }
}
