namespace MlpFast.Tests.Documents;

/// <summary>Network B of docs/from-the-documents.md: one hidden layer, softmax, the full batch's summed gradient.</summary>
internal static class NetworkB
{
    /// <summary>The program; its console is the given writer.</summary>
    public static void Run(TextWriter Console)
    {
        #region Program
        // The points of a grid around the origin; a point's class is the ring it lies in.
        const int Side = 21, Points = Side * Side, Rings = 3;
        var samples = new float[Points * 2];
        var targets = new float[Points * Rings];
        var rings = new int[Points];
        for (int point = 0; point < Points; point++)
        {
            int x = (point % Side) - 10, y = (point / Side) - 10, squaredRadius = (x * x) + (y * y);
            samples[2 * point] = x / 10f;
            samples[(2 * point) + 1] = y / 10f;
            rings[point] = squaredRadius < 25 ? 0 : squaredRadius < 80 ? 1 : 2;
            targets[(Rings * point) + rings[point]] = 1;
        }

        var network = new Network(2, new Dense(16, Activation.Sigmoid), new Dense(Rings, Activation.Softmax));
        network.Initialize(weights: Initializer.Normal(), biases: Initializer.Zeros, seed: 1);
        var trainer = new Trainer(network, Loss.CrossEntropy, new StochasticGradientDescent(learningRate: 0.01f), Reduction.Sum);

        for (int epoch = 1; epoch <= 1000; epoch++)
        {
            double loss = trainer.Update(samples, targets);
            if (epoch % 100 == 0)
            {
                Console.WriteLine($"epoch {epoch}: loss {loss:F4}");
            }
        }

        var predicted = new int[Points];
        network.PredictClasses(samples, predicted);
        int right = predicted.Zip(rings).Count(pair => pair.First == pair.Second);
        Console.WriteLine($"{right} of {Points} points in the right ring");
        #endregion
    }
}
