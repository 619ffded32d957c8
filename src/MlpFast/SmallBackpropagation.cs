using System.Runtime.CompilerServices;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// Forward and backward pass of a few samples through a network of small layers: three calls on the calling thread, since more of them would
/// cost more than the arithmetic.
/// </summary>
/// <remarks>
/// First <see cref="Propagate"/>, then <see cref="Differentiate"/> with the same samples and parameters. Neither is inlined: among the locals of
/// what calls them, theirs would have no registers.
/// </remarks>
internal sealed class SmallBackpropagation
{
    /// <summary>Samples times parameters up to which this is the faster way.</summary>
    private const long Work = 4096;

    private readonly Network _network;
    private readonly SmallLayers _layers;
    private readonly Loss _loss;
    private double[] _losses = [];
    private SmallWorkspace _workspace;

    /// <param name="network">The network.</param>
    /// <param name="layers">Its layers, all small.</param>
    /// <param name="loss">What is differentiated.</param>
    public SmallBackpropagation(Network network, SmallLayers layers, Loss loss)
    {
        _network = network;
        _layers = layers;
        _loss = loss;
        _workspace = SmallWorkspace.Allocate(layers, capacity: 0);
    }

    /// <summary>Whether so many samples are few enough.</summary>
    public bool Takes(int rows) => (long)rows * _network.Layout.ParameterCount <= Work;

    /// <summary>Forward, losses, and δ of the last layer. Allocates where there were never as many samples.</summary>
    /// <param name="samples">[rows × inputs].</param>
    /// <param name="targets">[rows × outputs].</param>
    /// <param name="rows">Number of samples.</param>
    /// <param name="totalLoss">Sum of the losses of the samples before these.</param>
    /// <returns>The sum with the losses of these, in their order.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public double Propagate(ReadOnlySpan<float> samples, ReadOnlySpan<float> targets, int rows, double totalLoss)
    {
        if (rows > _workspace.Capacity)
        {
            _losses = new double[rows];
            _workspace = SmallWorkspace.Allocate(_layers, rows); // Last, as it is what the next batch is compared with.
        }

        Span<double> losses = _losses.AsSpan(0, rows);
        KernelSet.Best.ForwardSmall(_workspace, _network.ParametersWithRoom, samples, rows);
        OutputGradient.Evaluate(
            _loss, _layers.OutputActivation, _workspace.Outputs, targets, _workspace.OutputDeltas, losses, _layers.Outputs);
        GC.KeepAlive(_workspace);
        return TotalLoss.Add(totalLoss, losses);
    }

    /// <summary>δ of the layers below the last, and the parameters' gradient, summed over the samples.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Differentiate(ReadOnlySpan<float> samples, int rows, Span<float> gradient, GradientMode mode) =>
        KernelSet.Best.BackwardSmall(_workspace, _network.Parameters, samples, rows, gradient, mode);
}
