using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>A garbage collection that moves the caller's arrays in the middle of a prediction changes nothing.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class CompactingCollectionTests
{
    [Fact]
    public void Predictions_into_arrays_that_move_are_the_serial_ones()
    {
        var network = new Network(4, new Dense(11, Activation.Tanh));
        float[] sample = RandomData.Normal(4, new RandomSource(1));
        float[] expected = new float[11];
        network.Predict(sample, expected);
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() => CollectUntil(stop.Token));
        collector.Start();
        try
        {
            for (int i = 0; i < 20_000; i++)
            {
                float[] destination = new float[11]; // Young, and therefore moved.
                network.Predict(sample, destination);
                Comparison.AssertSameBits(expected, destination, KernelSet.Best.Name);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    private static void CollectUntil(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }
}
