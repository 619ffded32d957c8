using FsCheck;
using FsCheck.Fluent;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>The order of every sum follows from the layers' shapes alone: however samples are handed over, the bits are the same.</summary>
public sealed class OrderRuleTests
{
    [Fact]
    public void A_samples_prediction_does_not_depend_on_its_batch() =>
        Check(problem =>
        {
            Network network = problem.NewNetwork();
            int count = problem.Shape.Samples;
            float[] together = new float[count * network.Outputs];
            network.Predict(problem.Samples, together);
            float[] apart = new float[together.Length];
            for (int i = 0; i < count; i++)
            {
                network.Predict(problem.SampleRows(i, 1), apart.AsSpan(i * network.Outputs, network.Outputs));
            }

            Comparison.AssertSameBits(together, apart);
        });

    [Fact]
    public void The_gradient_of_a_batch_is_that_of_its_samples_added_up() =>
        Check(problem =>
        {
            Trainer together = problem.NewTrainer();
            Trainer apart = problem.NewTrainer();
            together.Accumulate(problem.Samples, problem.Targets);
            for (int i = 0; i < problem.Shape.Samples; i++)
            {
                apart.Accumulate(problem.SampleRows(i, 1), problem.TargetRows(i, 1));
                _ = apart.AccumulatedGradient(); // Passes what waits through the network: a sample at a time.
            }

            Comparison.AssertSameBits(together.AccumulatedGradient(), apart.AccumulatedGradient());
            Comparison.AssertSameBits(together.Step(), apart.Step());
        });

    [Fact]
    public void An_update_is_to_accumulate_in_any_split_and_step() =>
        Check(problem =>
        {
            var random = new RandomSource((ulong)problem.Shape.Samples);
            Trainer whole = problem.NewTrainer();
            Trainer split = problem.NewTrainer();
            for (int step = 0; step < 2; step++)
            {
                double loss = whole.Update(problem.Samples, problem.Targets);
                int next = 0;
                while (next < problem.Shape.Samples)
                {
                    int count = 1 + random.Next(problem.Shape.Samples - next);
                    split.Accumulate(problem.SampleRows(next, count), problem.TargetRows(next, count));
                    next += count;
                }

                Comparison.AssertSameBits(loss, split.Step());
                Comparison.AssertSameBits(whole.Network.Parameters, split.Network.Parameters);
            }
        });

    /// <summary>At a rate so low that a network of several layers without activations does not diverge in four steps.</summary>
    [Fact]
    public void Both_update_styles_of_a_fit_give_the_same_bits() =>
        Check(problem =>
        {
            foreach (BatchOrder order in Enum.GetValues<BatchOrder>())
            {
                var options = new FitOptions { Epochs = 2, BatchSize = ((problem.Shape.Samples - 1) / 2) + 1, Order = order, Seed = 3 };
                Trainer batches = problem.NewTrainer(learningRate: 0.0078125f);
                Trainer samples = problem.NewTrainer(learningRate: 0.0078125f);
                double loss = batches.Fit(problem.Samples, problem.Targets, options);
                double other = samples.Fit(problem.Samples, problem.Targets, options with { Style = UpdateStyle.PerSample });
                Comparison.AssertSameBits(loss, other);
                Comparison.AssertSameBits(batches.Network.Parameters, samples.Network.Parameters);
            }
        });

    [Fact]
    public void Two_whole_blocks_of_samples_and_a_part_of_one()
    {
        const int Block = RowBlock.MaxTrainedRows;
        const int Count = (2 * Block) + 100;
        var shape = new ProblemShape(65, [new Dense(97, Activation.Tanh), new Dense(5, Activation.Softmax)], Loss.CrossEntropy, Count);
        var problem = new Problem(shape, seed: 1);
        Trainer whole = problem.NewTrainer();
        Trainer split = problem.NewTrainer();
        using Trainer shared = problem.NewTrainer(threads: 3);
        double loss = whole.Update(problem.Samples, problem.Targets);
        split.Accumulate(problem.SampleRows(0, Block - 1), problem.TargetRows(0, Block - 1));
        split.Accumulate(problem.SampleRows(Block - 1, Count - Block + 1), problem.TargetRows(Block - 1, Count - Block + 1));
        Assert.Equal(Count, split.Accumulated);
        Comparison.AssertSameBits(loss, split.Step());
        Comparison.AssertSameBits(whole.Network.Parameters, split.Network.Parameters);
        Comparison.AssertSameBits(loss, shared.Update(problem.Samples, problem.Targets));
        Comparison.AssertSameBits(whole.Network.Parameters, shared.Network.Parameters);
    }

    private static void Check(Action<Problem> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Problems.OfAllShapes, property));
}
