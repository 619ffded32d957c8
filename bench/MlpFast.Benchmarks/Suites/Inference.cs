using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>Predictions of sigmoid networks, of one sample and of a batch.</summary>
[MemoryDiagnoser]
public class Inference
{
    private Network _network = null!;
    private float[] _samples = [];
    private float[] _outputs = [];

    [Params("4-8-3", "784-30-10", "784-512-512-10")]
    public string Sizes { get; set; } = "";

    [Params(1, 64)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Sizes.Split('-').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        _network = new Network(sizes[0], [.. sizes.Skip(1).Select(size => new Dense(size, Activation.Sigmoid))]);
        _samples = new float[Batch * _network.Inputs];
        Array.Fill(_samples, 0.5f);
        _outputs = new float[Batch * _network.Outputs];
    }

    [Benchmark]
    public void Predict() => _network.Predict(_samples, _outputs);
}
