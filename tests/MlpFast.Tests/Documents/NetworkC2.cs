namespace MlpFast.Tests.Documents;

/// <summary>Network C2 of docs/from-the-documents.md: two layers, the full batch's mean gradient.</summary>
internal static class NetworkC2
{
    /// <summary>The program; its console is the given writer.</summary>
    public static void Run(TextWriter Console)
    {
        #region Program
        // Exclusive or, which one layer cannot learn.
        float[] samples = [0, 0, 0, 1, 1, 0, 1, 1];
        float[] targets = [0, 1, 1, 0];

        var network = new Network(2, new Dense(4, Activation.Sigmoid), new Dense(1, Activation.Sigmoid));
        network.Initialize(weights: Initializer.Normal(), biases: Initializer.Zeros, seed: 1);
        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(learningRate: 2));

        for (int update = 1; update <= 5000; update++)
        {
            double loss = 2 * trainer.Update(samples, targets);
            if (update % 500 == 0)
            {
                Console.WriteLine($"update {update}: mean squared error {loss:F5}");
            }
        }

        var outputs = new float[targets.Length];
        network.Predict(samples, outputs);
        Console.WriteLine($"0 xor 0: {outputs[0]:F2}; 0 xor 1: {outputs[1]:F2}; 1 xor 0: {outputs[2]:F2}; 1 xor 1: {outputs[3]:F2}");
        #endregion
    }
}
