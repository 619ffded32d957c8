using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>How a fit walks through its data: the batches of each order, seeds, what it reports, and how it is cancelled.</summary>
public sealed class FitTests
{
    private static readonly int[] AllTen = [.. Enumerable.Range(0, 10)];

    [Fact]
    public void Sequential_batches_keep_the_order_of_the_data_and_the_last_may_be_short()
    {
        Batch[] batches = BatchesOf(new FitOptions { Epochs = 2, BatchSize = 4, Order = BatchOrder.Sequential });
        int[][] expected = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]];
        Assert.Equal([.. expected, .. expected], batches.Select(batch => batch.Members));
        Assert.Equal([0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.5f], batches.Select(batch => batch.GradientScale));
    }

    [Fact]
    public void Shuffled_epochs_pass_through_all_samples_in_a_new_order()
    {
        Batch[] batches = BatchesOf(new FitOptions { Epochs = 20, BatchSize = 4, Order = BatchOrder.Shuffled, Seed = 1 });
        int[][][] epochs = [.. batches.Select(batch => batch.Members).Chunk(3)];
        Assert.Equal(20, epochs.Length);
        Assert.All(epochs, epoch => Assert.Equal([4, 4, 2], epoch.Select(members => members.Length)));
        Assert.All(epochs, epoch => Assert.Equal(AllTen, epoch.SelectMany(members => members).Order()));
        Assert.True(epochs.Select(epoch => string.Join(' ', epoch[0])).Distinct(StringComparer.Ordinal).Count() > 15);
    }

    [Fact]
    public void An_epoch_of_random_batches_is_one_batch_without_replacement()
    {
        Batch[] batches = BatchesOf(new FitOptions { Epochs = 2000, BatchSize = 4, Order = BatchOrder.RandomBatch, Seed = 1 });
        Assert.Equal(2000, batches.Length);
        Assert.All(batches, batch => Assert.Equal(4, batch.Members.Length));

        // Each sample is in a batch with probability 0.4: 800 times, with a standard deviation of 22.
        int[] drawn = [.. AllTen.Select(sample => batches.Count(batch => batch.Members.Contains(sample)))];
        Assert.All(drawn, count => Assert.InRange(count, 690, 910));
    }

    [Fact]
    public void Without_a_batch_size_a_batch_is_all_the_data()
    {
        Batch[] batches = BatchesOf(new FitOptions { Epochs = 3, Order = BatchOrder.RandomBatch });
        Assert.Equal([AllTen, AllTen, AllTen], batches.Select(batch => batch.Members));
    }

    [Theory]
    [InlineData(BatchOrder.Shuffled)]
    [InlineData(BatchOrder.RandomBatch)]
    public void A_seed_determines_the_order(BatchOrder order)
    {
        var options = new FitOptions { Epochs = 5, BatchSize = 3, Order = order, Seed = 7 };
        int[][] batches = MembersOf(options);
        Assert.Equal(batches, MembersOf(options));
        Assert.NotEqual(batches, MembersOf(options with { Seed = 8 }));
    }

    [Fact]
    public void A_sequential_fit_is_a_loop_of_updates()
    {
        Problem problem = Small();
        Trainer fitted = problem.NewTrainer();
        Trainer updated = problem.NewTrainer();
        double loss = fitted.Fit(
            problem.Samples, problem.Targets, new FitOptions { Epochs = 3, BatchSize = 4, Order = BatchOrder.Sequential });
        double expected = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            expected = 0;
            for (int first = 0; first < problem.Shape.Samples; first += 4)
            {
                int rows = Math.Min(4, problem.Shape.Samples - first);
                expected += rows * updated.Update(problem.SampleRows(first, rows), problem.TargetRows(first, rows));
            }
        }

        Comparison.AssertSameBits(expected / problem.Shape.Samples, loss);
        Comparison.AssertSameBits(updated.Network.Parameters, fitted.Network.Parameters);
    }

    [Theory]
    [InlineData(UpdateStyle.Batch)]
    [InlineData(UpdateStyle.PerSample)]
    public void The_loss_is_the_mean_over_samples_and_not_over_batches(UpdateStyle style)
    {
        Problem problem = Small();
        Trainer trainer = problem.NewTrainer(learningRate: 0);
        double expected = OracleNetwork.Of(trainer.Network).MeanLoss(
            problem.Shape.Loss,
            OracleNetwork.ToRows(problem.Samples, problem.Shape.Inputs),
            OracleNetwork.ToRows(problem.Targets, problem.Outputs));
        double actual = trainer.Fit(problem.Samples, problem.Targets, new FitOptions { Epochs = 2, BatchSize = 4, Style = style });
        Assert.InRange(actual, expected * (1 - 1e-6), expected * (1 + 1e-6));
    }

    [Fact]
    public void Progress_is_reported_after_every_batch()
    {
        Problem problem = Small();
        var reports = new List<FitProgress>();
        double loss = problem.NewTrainer().Fit(
            problem.Samples,
            problem.Targets,
            new FitOptions { Epochs = 2, BatchSize = 4 },
            new Progress(reports.Add));
        Assert.Equal(
            [(1, 1, 4), (1, 2, 8), (1, 3, 10), (2, 1, 14), (2, 2, 18), (2, 3, 20)],
            reports.Select(report => (report.Epoch, report.Batch, report.Samples)));
        Assert.All(reports, report => Assert.Equal((2, 3), (report.Epochs, report.Batches)));
        Assert.Equal([false, false, true, false, false, true], reports.Select(report => report.IsEpochEnd));
        Comparison.AssertSameBits(loss, reports[^1].Loss);
        Assert.Equal(6, reports.Select(report => report.Loss).Distinct().Count());
    }

    [Fact]
    public void An_epoch_of_random_batches_counts_its_own_samples()
    {
        Problem problem = Small();
        var reports = new List<FitProgress>();
        var options = new FitOptions { Epochs = 3, BatchSize = 4, Order = BatchOrder.RandomBatch };
        problem.NewTrainer().Fit(problem.Samples, problem.Targets, options, new Progress(reports.Add));
        Assert.Equal(
            [(1, 1, 1, 4), (2, 1, 1, 8), (3, 1, 1, 12)],
            reports.Select(report => (report.Epoch, report.Batch, report.Batches, report.Samples)));
    }

    [Theory]
    [InlineData(BatchOrder.Shuffled, UpdateStyle.Batch)]
    [InlineData(BatchOrder.Sequential, UpdateStyle.PerSample)]
    [InlineData(BatchOrder.RandomBatch, UpdateStyle.PerSample)]
    public void A_cancelled_fit_has_done_what_the_whole_one_had_by_then(BatchOrder order, UpdateStyle style)
    {
        Problem problem = Small();
        var options = new FitOptions { Epochs = 9, BatchSize = 4, Order = order, Style = style, Seed = 5 };
        var snapshots = new List<float[]>();
        Trainer whole = problem.NewTrainer();
        whole.Fit(problem.Samples, problem.Targets, options, new Progress(_ => snapshots.Add(whole.Network.Parameters.ToArray())));
        foreach (int batches in new[] { 1, 4, 6, 8 })
        {
            using var cancellation = new CancellationTokenSource();
            int done = 0;
            Trainer cancelled = problem.NewTrainer();
            Assert.Throws<OperationCanceledException>(() => cancelled.Fit(
                problem.Samples,
                problem.Targets,
                options,
                new Progress(_ =>
                {
                    done++;
                    if (done == batches)
                    {
                        cancellation.Cancel();
                    }
                }),
                cancellation.Token));
            Assert.Equal(batches, done);
            Comparison.AssertSameBits(snapshots[batches - 1], cancelled.Network.Parameters);
            Assert.Equal(0, cancelled.Accumulated);
            cancelled.Fit(problem.Samples, problem.Targets, options);
        }
    }

    [Fact]
    public void A_fit_that_is_cancelled_beforehand_does_nothing()
    {
        Problem problem = Small();
        Trainer trainer = problem.NewTrainer();
        Assert.Throws<OperationCanceledException>(() =>
            trainer.Fit(problem.Samples, problem.Targets, new FitOptions { Epochs = 1 }, null, new CancellationToken(canceled: true)));
        Comparison.AssertSameBits(problem.NewNetwork().Parameters, trainer.Network.Parameters);
    }

    /// <summary>
    /// Each of ten samples is one of ten unit vectors. A linear unit at zero whose target is −1 has δ = 1, so that a batch's gradient has
    /// a 1 for each sample in it.
    /// </summary>
    private static Batch[] BatchesOf(FitOptions options)
    {
        float[] unitVectors = new float[100];
        for (int i = 0; i < 10; i++)
        {
            unitVectors[i * 11] = 1;
        }

        var network = new Network(10, new Dense(1, Activation.Identity));
        network.Parameters.Clear();
        var recorder = new BatchRecorder();
        float[] targets = [.. Enumerable.Repeat(-1f, 10)];
        new Trainer(network, Loss.HalfMeanSquaredError, recorder).Fit(unitVectors, targets, options);
        return [.. recorder.Batches];
    }

    private static int[][] MembersOf(FitOptions options) => [.. BatchesOf(options).Select(batch => batch.Members)];

    private static Problem Small() =>
        new(new ProblemShape(3, [new Dense(5, Activation.Tanh), new Dense(2, Activation.Sigmoid)], Loss.MeanSquaredError, 10), seed: 1);

    private sealed record Batch(int[] Members, float GradientScale);

    private sealed class BatchRecorder : IOptimizer
    {
        public List<Batch> Batches { get; } = [];

        public void Prepare(int parameterCount) => Assert.Equal(11, parameterCount);

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradient, float gradientScale)
        {
            float[] occurrences = gradient[..10].ToArray();
            Assert.All(occurrences, count => Assert.True(count is 0 or 1, $"A sample is in the batch {count} times."));
            Batches.Add(new Batch([.. AllTen.Where(sample => occurrences[sample] == 1)], gradientScale));
        }
    }

    private sealed class Progress(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
