using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>Predictions: their classes, their threads, and the spans that they refuse.</summary>
public sealed class PredictionTests
{
    /// <summary>2 inputs, 3 outputs.</summary>
    private readonly Network _network = new(2, new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax));

    [Fact]
    public void A_class_is_the_index_of_the_largest_output()
    {
        var shape = new ProblemShape(7, [new Dense(9, Activation.ReLU), new Dense(5, Activation.Softmax)], Loss.CrossEntropy, 250);
        var problem = new Problem(shape, seed: 1);
        Network network = problem.NewNetwork();
        float[] outputs = new float[250 * 5];
        network.Predict(problem.Samples, outputs);
        int[] expected = [.. outputs.Chunk(5).Select(row => Array.IndexOf(row, row.Max()))];
        int[] actual = new int[250];
        network.PredictClasses(problem.Samples, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(expected, Enumerable.Range(0, 250).Select(i => network.PredictClass(problem.SampleRows(i, 1))));
        Assert.True(expected.Distinct().Count() > 2, "Expected classes that differ.");
    }

    [Fact]
    public void The_lowest_of_equal_classes_wins()
    {
        var network = new Network(1, new Dense(4, Activation.Identity));
        network.Weights(0).Clear();
        network.Biases(0)[1] = 3;
        network.Biases(0)[2] = 3;
        network.Biases(0)[3] = 2;
        Assert.Equal(1, network.PredictClass([0]));
        network.Biases(0).Clear();
        Assert.Equal(0, network.PredictClass([0]));
    }

    [Fact]
    public void No_samples_have_no_predictions()
    {
        _network.Predict([], []);
        _network.PredictClasses([], []);
    }

    [Fact]
    public void Outputs_of_a_softmax_are_probabilities()
    {
        float[] outputs = new float[3 * 3];
        _network.Predict([1, 2, -1e6f, 1e6f, 0, 0], outputs);
        Assert.All(outputs, p => Assert.InRange(p, 0, 1));
        Assert.All(outputs.Chunk(3), row => Assert.Equal(1, row.Sum(), 6));
    }

    [Fact]
    public void Spans_fit()
    {
        float[] outputs = [7, 7, 7];
        int[] classes = [7];
        Expect.Error<ArgumentException>(() => _network.Predict([1, 2, 3], outputs), "multiple of 2", "got 3");
        Expect.Error<ArgumentException>(() => _network.Predict([1, 2, 3, 4], outputs), "2 × 3 = 6", "got 3");
        Expect.Error<ArgumentException>(() => _network.Predict([], outputs), "0 × 3 = 0", "got 3");
        Expect.Error<ArgumentException>(() => _network.PredictClass([1, 2, 3]), "1 × 2 = 2", "got 3");
        Expect.Error<ArgumentException>(() => _network.PredictClass([]), "1 × 2 = 2", "got 0");
        Expect.Error<ArgumentException>(() => _network.PredictClasses([1, 2, 3], classes), "multiple of 2", "got 3");
        Expect.Error<ArgumentException>(() => _network.PredictClasses([1, 2, 3, 4], classes), "2 × 1 = 2", "got 1");
        Assert.Equal([7f, 7f, 7f], outputs);
        Assert.Equal([7], classes);
    }

    [Fact]
    public void The_destination_lies_apart_from_the_samples()
    {
        float[] memory = [1, 2, 7, 7, 7, 7];
        Expect.Error<ArgumentException>(
            () => _network.Predict(memory.AsSpan(0, 2), memory.AsSpan(1, 3)), "apart from the samples", "overlap");
        Assert.Equal([1f, 2f, 7f, 7f, 7f, 7f], memory);
        _network.Predict(memory.AsSpan(0, 2), memory.AsSpan(2, 3));
        Assert.Equal(7, memory[5]);
        Assert.Equal(1, memory[2..5].Sum(), 6);
    }

    [Fact]
    public void Every_common_float_of_samples_and_destination_is_an_overlap()
    {
        float[] memory = new float[8];
        for (int sample = 0; sample <= 6; sample++)
        {
            for (int output = 0; output <= 5; output++)
            {
                void Predict() => _network.Predict(memory.AsSpan(sample, 2), memory.AsSpan(output, 3));
                if (output < sample + 2 && sample < output + 3)
                {
                    Expect.Error<ArgumentException>(Predict, "apart from the samples", "overlap");
                }
                else
                {
                    Predict();
                }
            }
        }
    }

    [Fact]
    public void Only_outputs_may_not_lie_among_the_parameters()
    {
        int last = _network.Parameters.Length - _network.Outputs;
        foreach (int start in new[] { 0, 1, last })
        {
            Expect.Error<ArgumentException>(
                () => _network.Predict([1, 2], _network.Parameters.Slice(start, _network.Outputs)), "the parameters", "overlap");
        }

        _network.Predict([], _network.Parameters[..0]);
        float[] expected = new float[3];
        float[] actual = new float[3];
        _network.Predict(_network.Parameters[..2].ToArray(), expected);
        _network.Predict(_network.Parameters[..2], actual);
        Comparison.AssertSameBits(expected, actual);
    }

    [Fact]
    public void Sixty_four_threads_predict_at_once_what_one_predicts()
    {
        const int Threads = 64;
        var shape = new ProblemShape(31, [new Dense(33, Activation.Sigmoid), new Dense(10, Activation.Softmax)], Loss.CrossEntropy, 130);
        var problem = new Problem(shape, seed: 1);
        Network network = problem.NewNetwork();
        float[] expected = new float[130 * 10];
        network.Predict(problem.Samples, expected);
        float[][] actual = [.. Enumerable.Range(0, Threads).Select(_ => new float[expected.Length])];
        using var start = new Barrier(Threads);
        Thread[] threads = Array.ConvertAll(actual, destination => new Thread(() =>
        {
            start.SignalAndWait();
            for (int round = 0; round < 10; round++)
            {
                Array.Clear(destination);
                network.Predict(problem.Samples, destination);
            }
        }));
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(actual, outputs => Comparison.AssertSameBits(expected, outputs));
    }
}
