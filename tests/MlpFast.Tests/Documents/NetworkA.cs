namespace MlpFast.Tests.Documents;

/// <summary>Network A of docs/from-the-documents.md: any depth, samples accumulated one by one, random batches.</summary>
internal static class NetworkA
{
    /// <summary>The program; its console is the given writer.</summary>
    public static void Run(TextWriter Console)
    {
        #region Program
        // Which of a display's seven segments are lit for the digits 0 to 9: samples in, one output for each digit.
        string[] segments =
            ["1111110", "0110000", "1101101", "1111001", "0110011", "1011011", "1011111", "1110000", "1111111", "1111011"];
        float[][] samples = [.. segments.Select(digit => digit.Select(segment => segment == '1' ? 1f : 0f).ToArray())];
        int[] digits = [.. Enumerable.Range(0, 10)];
        float[][] targets = [.. digits.Select(digit => digits.Select(other => other == digit ? 1f : 0f).ToArray())];

        var network = new Network(7, new Dense(12, Activation.Sigmoid), new Dense(10, Activation.Sigmoid));
        var uniform = Initializer.Uniform(-0.5f, 0.5f);
        network.Initialize(weights: uniform, biases: uniform, seed: 1);
        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(learningRate: 5));

        const int Epochs = 500, BatchSize = 5;
        var random = new Random(1);
        int[] order = [.. digits];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int digit in order.AsSpan(0, BatchSize))
            {
                trainer.Accumulate(samples[digit], targets[digit]);
            }

            double loss = trainer.Step();
            if (epoch % 10 == 0)
            {
                Console.WriteLine($"epoch {epoch} of {Epochs}: loss {loss:F5}");
            }
        }

        int right = digits.Count(digit => network.PredictClass(samples[digit]) == digit);
        Console.WriteLine($"{right} of 10 digits read correctly");
        #endregion
    }
}
