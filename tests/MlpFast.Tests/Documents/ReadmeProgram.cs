namespace MlpFast.Tests.Documents;

/// <summary>The program of README.md.</summary>
internal static class ReadmeProgram
{
    /// <summary>The program; its console is the given writer.</summary>
    public static void Run(TextWriter Console)
    {
        #region Program
        // XOR: four samples of two features, row after row, and a target for each.
        float[] samples = [0, 0, 0, 1, 1, 0, 1, 1];
        float[] targets = [0, 1, 1, 0];

        var network = new Network(2, new Dense(8, Activation.Tanh), new Dense(1, Activation.Sigmoid));
        var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(learningRate: 2));
        double loss = trainer.Fit(samples, targets, new FitOptions { Epochs = 2000 });
        Console.WriteLine($"loss {loss:F4}");

        float[] outputs = new float[4];
        network.Predict(samples, outputs);
        for (int i = 0; i < outputs.Length; i++)
        {
            Console.WriteLine($"{samples[2 * i]} xor {samples[(2 * i) + 1]} = {outputs[i]:F2}");
        }

        new Model(network).Save("xor.safetensors");
        Network loaded = Model.Load("xor.safetensors").Network;
        loaded.Predict([1, 0], outputs.AsSpan(0, 1));
        Console.WriteLine($"1 xor 0 = {outputs[0]:F2}");
        #endregion
    }
}
