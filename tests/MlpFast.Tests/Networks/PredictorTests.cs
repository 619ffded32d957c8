using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>A predictor does what its network does, whatever the number of its threads.</summary>
public sealed class PredictorTests
{
    /// <summary>So many parameters that two samples are shared out.</summary>
    private static readonly Expected Wide = new(
        new ProblemShape(700, [new Dense(800, Activation.Tanh), new Dense(17, Activation.Softmax)], Loss.CrossEntropy, Samples: 97));

    /// <summary>So many samples that every thread has several blocks of them.</summary>
    private static readonly Expected Long = new(
        new ProblemShape(
            9, [new Dense(33, Activation.ReLU), new Dense(31, Activation.Sigmoid), new Dense(5, Activation.Identity)],
            Loss.MeanSquaredError,
            Samples: 2500));

    /// <summary>2 inputs, 3 outputs.</summary>
    private readonly Network _network = new(2, new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax));

    public static TheoryData<int> ThreadCounts => [1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>Fewer samples than threads, about as many, and about as many as make a whole tile for each thread.</summary>
    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Threads_change_no_bit(int threads)
    {
        using var predictor = new Predictor(Wide.Network, threads);
        int[] counts = [0, 1, 2, 3, threads - 1, threads, threads + 1, (12 * threads) - 1, 12 * threads, (12 * threads) + 1];
        foreach (int samples in counts.Distinct())
        {
            Wide.AssertGivenBy(predictor, samples);
        }
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Threads_change_no_bit_of_many_samples(int threads)
    {
        using var predictor = new Predictor(Long.Network, threads);
        foreach (int samples in new[] { 600, 700, 2111, 2500 })
        {
            Long.AssertGivenBy(predictor, samples);
        }
    }

    [Fact]
    public void Changed_parameters_count_from_the_next_call_on()
    {
        Network network = Wide.Problem.NewNetwork();
        using var predictor = new Predictor(network, threads: 3);
        float[] actual = new float[10 * network.Outputs];
        float[] expected = new float[actual.Length];
        for (ulong seed = 1; seed <= 2; seed++)
        {
            network.Initialize(seed);
            network.Predict(Wide.Problem.SampleRows(0, 10), expected);
            predictor.Predict(Wide.Problem.SampleRows(0, 10), actual);
            Comparison.AssertSameBits(expected, actual);
        }
    }

    [Fact]
    public void Predictors_of_one_network_predict_at_once()
    {
        const int Predictors = 8;
        Parallel.For(0, Predictors, new ParallelOptions { MaxDegreeOfParallelism = Predictors }, _ =>
        {
            using var predictor = new Predictor(Long.Network, threads: 2);
            for (int round = 0; round < 5; round++)
            {
                Long.AssertGivenBy(predictor, samples: 700);
            }
        });
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(0, 3, 1)]
    [InlineData(4, 7, 3)]
    public void Spans_that_do_not_fit_are_refused_as_by_the_network(int samples, int outputs, int classes)
    {
        using var predictor = new Predictor(_network, threads: 2);
        AssertRefusedAlike(
            () => _network.Predict(new float[samples], new float[outputs]),
            () => predictor.Predict(new float[samples], new float[outputs]));
        AssertRefusedAlike(
            () => _network.PredictClasses(new float[samples], new int[classes]),
            () => predictor.PredictClasses(new float[samples], new int[classes]));
    }

    [Fact]
    public void Spans_that_overlap_are_refused_as_by_the_network()
    {
        using var predictor = new Predictor(_network, threads: 2);
        float[] memory = [1, 2, 7, 7];
        AssertRefusedAlike(
            () => _network.Predict(memory.AsSpan(0, 2), memory.AsSpan(1, 3)),
            () => predictor.Predict(memory.AsSpan(0, 2), memory.AsSpan(1, 3)));
        AssertRefusedAlike(
            () => _network.Predict(memory.AsSpan(0, 2), _network.Biases(1)),
            () => predictor.Predict(memory.AsSpan(0, 2), _network.Biases(1)));
        Assert.Equal([1f, 2f, 7f, 7f], memory);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_at_least_one_thread(int threads) =>
        Expect.Error<ArgumentOutOfRangeException>(() => new Predictor(_network, threads), "threads", $"{threads}");

    [Fact]
    public void There_is_a_network() => Assert.Throws<ArgumentNullException>(() => new Predictor(null!, threads: 1));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_disposed_predictor_refuses_to_predict(int threads)
    {
        var predictor = new Predictor(_network, threads);
        predictor.Dispose();
        predictor.Dispose();
        Expect.Error<ObjectDisposedException>(() => predictor.Predict([1, 2], new float[3]), nameof(Predictor));
        Expect.Error<ObjectDisposedException>(() => predictor.PredictClasses([1, 2], new int[1]), nameof(Predictor));
    }

    private static void AssertRefusedAlike(Action byNetwork, Action byPredictor)
    {
        var expected = Assert.Throws<ArgumentException>(byNetwork);
        var actual = Assert.Throws<ArgumentException>(byPredictor);
        Assert.Equal(expected.Message, actual.Message);
    }

    /// <summary>What a network predicts for a problem's samples on the calling thread.</summary>
    private sealed class Expected
    {
        private readonly float[] _outputs;
        private readonly int[] _classes;

        public Expected(ProblemShape shape)
        {
            Problem = new Problem(shape, seed: 1);
            Network = Problem.NewNetwork();
            _outputs = new float[shape.Samples * Network.Outputs];
            _classes = new int[shape.Samples];
            Network.Predict(Problem.Samples, _outputs);
            Network.PredictClasses(Problem.Samples, _classes);
        }

        public Problem Problem { get; }

        public Network Network { get; }

        /// <summary>Requires the same of a predictor for the first samples, and nothing written beyond them.</summary>
        public void AssertGivenBy(Predictor predictor, int samples)
        {
            const int Untouched = -7;
            float[] outputs = new float[(samples + 1) * Network.Outputs];
            int[] classes = new int[samples + 1];
            Array.Fill(outputs, Untouched);
            Array.Fill(classes, Untouched);
            predictor.Predict(Problem.SampleRows(0, samples), outputs.AsSpan(0, samples * Network.Outputs));
            predictor.PredictClasses(Problem.SampleRows(0, samples), classes.AsSpan(0, samples));
            Comparison.AssertSameBits(
                [.. _outputs[..(samples * Network.Outputs)], .. Enumerable.Repeat((float)Untouched, Network.Outputs)],
                outputs,
                $"{samples} samples");
            Assert.Equal([.. _classes[..samples], Untouched], classes);
        }
    }
}
