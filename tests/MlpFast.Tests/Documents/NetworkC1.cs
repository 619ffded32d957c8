namespace MlpFast.Tests.Documents;

/// <summary>Network C1 of docs/from-the-documents.md: one layer, the full batch's mean gradient.</summary>
internal static class NetworkC1
{
    /// <summary>The program; its console is the given writer.</summary>
    public static void Run(TextWriter Console)
    {
        #region Program
        // The majority of three bits.
        float[] samples = [0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1];
        float[] targets = [0, 0, 0, 1, 0, 1, 1, 1];

        var network = new Network(3, new Dense(1, Activation.Sigmoid));
        network.Initialize(weights: Initializer.Normal(), biases: Initializer.Zeros, seed: 1);
        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(learningRate: 1));

        for (int update = 1; update <= 2000; update++)
        {
            double loss = 2 * trainer.Update(samples, targets);
            if (update % 200 == 0)
            {
                Console.WriteLine($"update {update}: mean squared error {loss:F5}");
            }
        }

        var outputs = new float[targets.Length];
        network.Predict(samples, outputs);
        Console.WriteLine($"majority of 0, 1, 0: {outputs[2]:F2}; of 1, 0, 1: {outputs[5]:F2}");
        #endregion
    }
}
