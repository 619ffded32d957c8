using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>A garbage collection that moves the caller's arrays during a prediction or a training step changes nothing.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class CompactingCollectionTests
{
    private static readonly Problem Problem = new(
        new ProblemShape(65, [new Dense(97, Activation.Tanh), new Dense(11, Activation.Softmax)], Loss.CrossEntropy, 300), seed: 1);

    [Fact]
    public void Predictions_into_arrays_that_move_are_the_serial_ones()
    {
        var network = new Network(4, new Dense(11, Activation.Tanh));
        float[] sample = RandomData.Normal(4, new RandomSource(1));
        float[] expected = new float[11];
        network.Predict(sample, expected);
        WhileCollecting(generation: 0, collections: 1000, () =>
        {
            float[] destination = new float[11]; // Young, and therefore moved.
            network.Predict(sample, destination);
            Comparison.AssertSameBits(expected, destination, KernelSet.Best.Name);
        });
    }

    [Fact]
    public void Threads_predict_and_train_as_ever_while_the_whole_heap_is_compacted()
    {
        Network network = Problem.NewNetwork();
        using var predictor = new Predictor(network, threads: 2);
        float[] outputs = Predict(network.Predict);
        float[] parameters = Train(threads: 1);
        WhileCollecting(
            generation: GC.MaxGeneration,
            collections: 100,
            () => Comparison.AssertSameBits(outputs, Predict(network.Predict)),
            () => Comparison.AssertSameBits(outputs, Predict(network.Predict)),
            () => Comparison.AssertSameBits(outputs, Predict(predictor.Predict)),
            () => Comparison.AssertSameBits(parameters, Train(threads: 1)),
            () => Comparison.AssertSameBits(parameters, Train(threads: 2)));
    }

    private static float[] Predict(Action<ReadOnlySpan<float>, Span<float>> predict)
    {
        float[] samples = [.. Problem.Samples];
        float[] outputs = new float[Problem.Shape.Samples * Problem.Outputs];
        predict(samples, outputs);
        return outputs;
    }

    /// <summary>The parameters after an update by the batch and one by samples, from new arrays that nobody pins.</summary>
    private static float[] Train(int threads)
    {
        float[] samples = [.. Problem.Samples];
        float[] targets = [.. Problem.Targets];
        using Trainer trainer = Problem.NewTrainer(threads: threads);
        trainer.Update(samples, targets);
        trainer.Accumulate(samples, targets);
        trainer.Step();
        return [.. trainer.Network.Parameters];
    }

    /// <summary>
    /// Does each action on a thread of its own, again and again, until there were so many collections. Between two of them the threads get about a
    /// millisecond: without it they stand still in one collection after the other.
    /// </summary>
    private static void WhileCollecting(int generation, int collections, params Action[] actions)
    {
        int last = GC.CollectionCount(generation) + collections;
        Task[] tasks = Array.ConvertAll(actions, action => Task.Factory.StartNew(
            () =>
            {
                do
                {
                    action();
                }
                while (GC.CollectionCount(generation) < last);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        while (!Task.WaitAll(tasks, TimeSpan.FromMilliseconds(1)))
        {
            Collect(generation);
        }
    }

    /// <summary>Of the arrays allocated before, every other is garbage: the ones between, and whatever lies next to them, move.</summary>
    private static void Collect(int generation)
    {
        byte[][] kept = new byte[16][];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = new byte[1000];
            _ = new byte[1000];
        }

        GC.Collect(generation, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.KeepAlive(kept);
    }
}
