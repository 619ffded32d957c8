using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>Once warm, neither predicting nor training allocates a byte.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class AllocationTests
{
    public static TheoryData<int[], Loss, Activation, Activation> Architectures => new()
    {
        { [2, 3, 1], Loss.HalfMeanSquaredError, Activation.Sigmoid, Activation.Sigmoid },
        { [5, 1], Loss.MeanSquaredError, Activation.Identity, Activation.Identity },
        { [33, 17, 9, 2], Loss.MeanSquaredError, Activation.Tanh, Activation.ReLU },
        { [64, 32, 10], Loss.CrossEntropy, Activation.ReLU, Activation.Softmax },
        { [7, 5, 65, 13, 3], Loss.CrossEntropy, Activation.Identity, Activation.Softmax },
    };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Nothing_is_allocated_after_the_first_call(int[] sizes, Loss loss, Activation hidden, Activation last)
    {
        Dense[] layers = [.. sizes[1..^1].Select(size => new Dense(size, hidden)), new Dense(sizes[^1], last)];
        var problem = new Problem(new ProblemShape(sizes[0], layers, loss, 300), seed: 1);
        Trainer trainer = problem.NewTrainer(learningRate: 0.01f);
        Network network = trainer.Network;
        float[] outputs = new float[300 * network.Outputs];
        int[] classes = new int[300];

        RequireNothing("Predict, batch", () => network.Predict(problem.Samples, outputs));
        RequireNothing("Predict, one", () => network.Predict(problem.SampleRows(0, 1), outputs.AsSpan(0, network.Outputs)));
        RequireNothing("PredictClass", () => network.PredictClass(problem.SampleRows(0, 1)));
        RequireNothing("PredictClasses", () => network.PredictClasses(problem.Samples, classes));
        RequireNothing("Accumulate and Step, by the sample", () =>
        {
            for (int i = 0; i < 300; i++)
            {
                trainer.Accumulate(problem.SampleRows(i, 1), problem.TargetRows(i, 1));
            }

            trainer.Step();
        });
        RequireNothing("Accumulate and Step, by the batch", () =>
        {
            trainer.Accumulate(problem.Samples, problem.Targets);
            trainer.AccumulatedGradient()[0] = 0;
            trainer.Step();
        });
        RequireNothing("Discard", () =>
        {
            trainer.Accumulate(problem.SampleRows(0, 1), problem.TargetRows(0, 1));
            trainer.Discard();
        });
        RequireNothing("Update", () => trainer.Update(problem.Samples, problem.Targets));
    }

    [Fact]
    public void Input_gradients_that_are_computed_transposed_allocate_nothing()
    {
        Dense[] layers = [new Dense(600, Activation.Tanh), new Dense(600, Activation.Sigmoid)];
        var problem = new Problem(new ProblemShape(5, layers, Loss.MeanSquaredError, 64), seed: 1);
        Trainer trainer = problem.NewTrainer();
        RequireNothing("Update", () => trainer.Update(problem.Samples, problem.Targets));
    }

    [Theory]
    [InlineData(BatchOrder.Shuffled, UpdateStyle.Batch)]
    [InlineData(BatchOrder.Sequential, UpdateStyle.PerSample)]
    [InlineData(BatchOrder.RandomBatch, UpdateStyle.Batch)]
    public void A_fit_allocates_no_more_for_many_epochs_than_for_one(BatchOrder order, UpdateStyle style)
    {
        var shape = new ProblemShape(7, [new Dense(5, Activation.Tanh), new Dense(2, Activation.Sigmoid)], Loss.MeanSquaredError, 30);
        var problem = new Problem(shape, seed: 1);
        Trainer trainer = problem.NewTrainer();
        var once = new FitOptions { Epochs = 1, BatchSize = 7, Order = order, Style = style };
        FitOptions often = once with { Epochs = 50 };
        trainer.Fit(problem.Samples, problem.Targets, often);
        long forOne = Allocated(() => trainer.Fit(problem.Samples, problem.Targets, once));
        long forMany = Allocated(() => trainer.Fit(problem.Samples, problem.Targets, often));
        Assert.Equal(forOne, forMany);
    }

    [Fact]
    public void The_measure_sees_an_allocation()
    {
        object? box = null;
        Assert.InRange(Allocated(() => box = new byte[100]), 100, 200);
        GC.KeepAlive(box);
    }

    private static void RequireNothing(string operation, Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }

        long allocated = Allocated(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                action();
            }
        });
        Assert.True(allocated == 0, $"{operation}: {allocated} bytes");
    }

    /// <summary>
    /// Bytes that an action allocates every time: the least of three measurements, because the runtime itself may allocate when it
    /// compiles a method anew.
    /// </summary>
    private static long Allocated(Action action) => Enumerable.Range(0, 3).Min(_ => AllocatedOnce(action));

    /// <summary>
    /// Bytes that an action allocates this time. No garbage collection may run meanwhile, nor end: it would count the unused rest of the
    /// thread's allocation buffer as well.
    /// </summary>
    private static long AllocatedOnce(Action action)
    {
        Assert.True(GC.TryStartNoGCRegion(totalSize: 1 << 24));
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.EndNoGCRegion();
        return allocated;
    }
}
