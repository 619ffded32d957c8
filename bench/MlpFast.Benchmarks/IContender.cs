namespace MlpFast.Benchmarks;

/// <summary>What can be timed.</summary>
internal interface ITimed
{
    /// <summary>Repeats the task and returns the seconds that took.</summary>
    double Run(int iterations);
}

/// <summary>One side of a comparison, at work on a <see cref="Workload"/>.</summary>
internal interface IContender : ITimed, IDisposable
{
    /// <summary>What the iterations so far have led to, in the parts that <see cref="Workload.StateParts"/> names.</summary>
    float[] State();
}
