namespace MlpFast.Tests.Oracle;

/// <summary>A dense layer's parameters, or their gradient: W as one array a row, and b.</summary>
internal sealed record OracleLayer(Activation Activation, double[][] Weights, double[] Biases)
{
    /// <summary>All parameters in the order of <see cref="Network.Parameters"/>.</summary>
    public IEnumerable<double[]> Rows => Weights.Append(Biases);

    public OracleLayer Zeros() => new(Activation, Array.ConvertAll(Weights, row => new double[row.Length]), new double[Biases.Length]);
}
