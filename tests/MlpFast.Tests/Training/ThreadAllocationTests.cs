using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>What a step on several threads allocates on all of them. Alone in the process, since the count is the process's.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class ThreadAllocationTests
{
    /// <summary>
    /// The last one's input gradients are computed transposed. Steps so short that nothing else of the process allocates during some of them.
    /// </summary>
    public static TheoryData<int[], int> Architectures => new()
    {
        { [65, 200], 300 },
        { [5, 256, 256], 32 },
    };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_step_on_two_threads_allocates_nothing(int[] sizes, int samples)
    {
        Dense[] layers = [.. sizes[1..].Select(size => new Dense(size, Activation.Tanh))];
        var problem = new Problem(new ProblemShape(sizes[0], layers, Loss.MeanSquaredError, samples), seed: 1);
        using Trainer trainer = problem.NewTrainer(threads: 2);
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            trainer.Update(problem.Samples, problem.Targets);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }
}
