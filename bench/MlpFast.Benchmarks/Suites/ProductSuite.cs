using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace MlpFast.Benchmarks.Suites;

/// <summary>A matrix product of a dense layer: x [rows × inputs], weights [inputs × outputs], a [rows × outputs].</summary>
public abstract class ProductSuite : KernelSuite
{
    [Params("1 × 784 × 30", "64 × 784 × 30", "64 × 784 × 128", "128 × 512 × 512", "256 × 1024 × 1024")]
    public string RowsInputsOutputs { get; set; } = "";

    private protected int Inputs { get; private set; }

    private protected int Outputs { get; private set; }

    private protected float[] X { get; private set; } = [];

    private protected float[] Weights { get; private set; } = [];

    private protected float[] A { get; private set; } = [];

    public override void Setup()
    {
        base.Setup();
        int[] sizes = [.. RowsInputsOutputs.Split(" × ").Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        Inputs = sizes[1];
        Outputs = sizes[2];
        X = Numbers.Uniform(sizes[0] * Inputs, seed: 1);
        Weights = Numbers.Uniform(Inputs * Outputs, seed: 2);
        A = Numbers.Uniform(sizes[0] * Outputs, seed: 3);
    }
}
