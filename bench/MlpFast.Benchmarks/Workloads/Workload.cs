using System.Runtime.InteropServices;
using System.Text;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>A task that both sides of a comparison repeat, from the same start.</summary>
/// <param name="Id">Its name in options and results.</param>
internal abstract record Workload(string Id)
{
    public static IReadOnlyList<Workload> All { get; } =
        [.. ProductWorkload.All, .. TrainingWorkload.All, .. InferenceWorkload.All, .. ActivationWorkload.All, AccuracyWorkload.Digits];

    /// <summary>The workloads it is shown with.</summary>
    public abstract string Group { get; }

    /// <summary>What is done, for the reader of the table.</summary>
    public abstract string Task { get; }

    /// <summary>What bounds the speed of an iteration; <see langword="null"/> where no single resource does.</summary>
    public abstract Limit? Limit { get; }

    /// <summary>The sizes of the parts of <see cref="IContender.State"/>, which are compared each by itself.</summary>
    public abstract IReadOnlyList<int> StateParts { get; }

    /// <summary>
    /// How far the states of two sides may be apart after <see cref="AgreementIterations"/>, relative to how far those moved them.
    /// </summary>
    public abstract double Tolerance { get; }

    public virtual int AgreementIterations => 1;

    /// <summary>Our side, at the start.</summary>
    public abstract IContender Start(int threads);

    /// <summary>Writes the start for a peer: a line of text that describes the task, then float32 numbers, little-endian.</summary>
    public void Write(Stream stream)
    {
        stream.Write(Encoding.ASCII.GetBytes(Header + "\n"));
        foreach (float[] numbers in Content())
        {
            stream.Write(MemoryMarshal.AsBytes<float>(numbers));
        }
    }

    public sealed override string ToString() => Id;

    /// <summary>The line of text.</summary>
    protected abstract string Header { get; }

    /// <summary>The numbers.</summary>
    protected abstract IEnumerable<float[]> Content();
}
