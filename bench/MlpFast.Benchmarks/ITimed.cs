namespace MlpFast.Benchmarks;

/// <summary>What can be timed.</summary>
internal interface ITimed : IDisposable
{
    /// <summary>Repeats the task and returns the seconds that took.</summary>
    double Run(int iterations);
}

/// <summary>One side of a comparison, at work on a workload.</summary>
internal interface IContender : ITimed
{
    /// <summary>
    /// What the iterations so far have led to, in the parts that <see cref="Workloads.Workload.StateParts"/> names. Before the first
    /// iteration results are zero.
    /// </summary>
    float[] State();
}
