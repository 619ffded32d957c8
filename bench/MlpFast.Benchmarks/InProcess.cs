using System.Diagnostics;

namespace MlpFast.Benchmarks;

/// <summary>A task of this process.</summary>
internal abstract class InProcess : ITimed
{
    public abstract void Iterate();

    public double Run(int iterations)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < iterations; i++)
        {
            Iterate();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public virtual void Dispose()
    {
    }
}
