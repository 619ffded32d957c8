using System.Numerics.Tensors;

namespace MlpFast.Benchmarks;

/// <summary>The check that both sides of a comparison do the same work.</summary>
internal static class Agreement
{
    private const int Iterations = 3;

    /// <summary>
    /// How far the two sides may be apart, relative to how far the iterations moved them. Sums of float32 in different orders need
    /// 1e-5; a ReLU whose logit is so close to 0 that it is off on one side only, as one in a million is, needs 5e-3.
    /// </summary>
    private const double Tolerance = 1e-2;

    /// <summary>Runs both sides for a few iterations from their common start and compares where that led.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Require(Workload workload, IContender ours, IContender theirs)
    {
        ReadOnlySpan<float> start = ours.State();
        ours.Run(Iterations);
        theirs.Run(Iterations);
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
            if (change == 0 || !(difference <= Tolerance * change))
            {
                throw new InvalidOperationException(
                    $"Expected both sides of {workload.Id} to agree, but part {part} moved by {change} and ended {difference} apart.");
            }
        }
    }
}
