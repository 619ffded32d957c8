using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>What a step on several threads allocates on all of them. Alone in the process, since the count is the process's.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class ThreadAllocationTests
{
    [Fact]
    public void A_step_on_two_threads_allocates_nothing()
    {
        var problem = new Problem(new ProblemShape(65, [new Dense(200, Activation.Tanh)], Loss.MeanSquaredError, 300), seed: 1);
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
