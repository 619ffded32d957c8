using System.Diagnostics;
using System.Globalization;
using MlpFast;

// Does as little as a program can do, or a first prediction, or a first epoch, and prints when it was done, on the clock of all processes.
switch (args)
{
    case ["predict", string file]:
        Predict(file);
        break;
    case ["train", string file]:
        Train(file);
        break;
}

Console.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));

static void Predict(string file)
{
    Network network = Model.Load(file).Network;
    network.Predict(new float[network.Inputs], new float[network.Outputs]);
}

static void Train(string file)
{
    const int Samples = 256;
    Network network = Model.Load(file).Network;
    var trainer = new Trainer(network, Loss.HalfMeanSquaredError, new StochasticGradientDescent(learningRate: 0.1f));
    trainer.Fit(new float[Samples * network.Inputs], new float[Samples * network.Outputs], new FitOptions { Epochs = 1, BatchSize = 16 });
}
