using System.Numerics.Tensors;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks;

/// <summary>The check that both sides of a comparison do the same work.</summary>
internal static class Agreement
{
    /// <summary>Runs both sides from their common start and compares where that led.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Require(Workload workload, IContender ours, IContender theirs)
    {
        ReadOnlySpan<float> start = ours.State();
        ours.Run(workload.AgreementIterations);
        theirs.Run(workload.AgreementIterations);
        ReadOnlySpan<float> ourState = ours.State();
        ReadOnlySpan<float> theirState = theirs.State();
        if (theirState.Length != ourState.Length)
        {
            throw new InvalidOperationException($"Expected {ourState.Length} numbers from the peer, but got {theirState.Length}.");
        }

        for (int part = 0, offset = 0; part < workload.StateParts.Count; offset += workload.StateParts[part], part++)
        {
            var range = new Range(offset, offset + workload.StateParts[part]);
            double change = TensorPrimitives.Distance(start[range], ourState[range]);
            double difference = TensorPrimitives.Distance(ourState[range], theirState[range]);
            if (change == 0 || !(difference <= workload.Tolerance * change))
            {
                throw new InvalidOperationException(
                    $"Expected both sides of {workload.Id} to agree, but part {part} moved by {change} and ended {difference} apart.");
            }
        }
    }
}
