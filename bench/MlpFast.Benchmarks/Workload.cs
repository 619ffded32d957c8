namespace MlpFast.Benchmarks;

/// <summary>A task that both sides of a comparison repeat, from the same start.</summary>
/// <param name="Id">Its name in options and results.</param>
internal abstract record Workload(string Id)
{
    public static IReadOnlyList<Workload> All => TrainingWorkload.All;

    public static Workload Named(string id) => All.Single(workload => string.Equals(workload.Id, id, StringComparison.Ordinal));

    /// <summary>What is done, for the reader of the table.</summary>
    public abstract string Description { get; }

    /// <summary>Floating-point operations of one iteration.</summary>
    public abstract double Operations { get; }

    /// <summary>The sizes of the parts of <see cref="IContender.State"/>, which are compared each by itself.</summary>
    public abstract IReadOnlyList<int> StateParts { get; }

    /// <summary>Our side, at the start.</summary>
    public abstract IContender Start();

    /// <summary>Writes the start for a peer: a line of text that describes the task, then float32 numbers, little-endian.</summary>
    public abstract void Write(Stream stream);
}
