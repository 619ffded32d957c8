using System.Diagnostics;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Networks;

/// <summary>
/// A predictor's threads: they work where it pays, allocate nothing once warm, and end. Alone in the process, since the counts are the
/// process's.
/// </summary>
[Collection(UndisturbedTests.Name)]
public sealed class PredictorThreadTests
{
    private const int HiddenUnits = 200;

    private static readonly Problem Problem = new(
        new ProblemShape(65, [new Dense(HiddenUnits, Activation.Tanh), new Dense(11, Activation.Softmax)], Loss.CrossEntropy, 300),
        seed: 1);

    private readonly Network _network = Problem.NewNetwork();
    private readonly float[] _outputs = new float[300 * 11];
    private readonly int[] _classes = new int[300];

    /// <summary>A thread's first prediction makes room for the activations of its samples.</summary>
    [Fact]
    public void Every_thread_predicts_its_part_of_a_large_batch()
    {
        const int Threads = 4;
        const int LeastRows = 75; // Of 300 in 4 parts.
        const long RoomOfAPart = 2 * sizeof(float) * HiddenUnits * LeastRows;
        using var predictor = new Predictor(_network, Threads);
        long rooms = 0;
        bool Predict()
        {
            long before = AllocatedByOthers();
            predictor.Predict(Problem.Samples, _outputs);
            rooms += (AllocatedByOthers() - before) / RoomOfAPart;
            return rooms >= Threads - 1;
        }

        Assert.True(SpinWait.SpinUntil(Predict, TimeSpan.FromSeconds(30))); // A thread that the system runs late has no part at first.
    }

    /// <summary>
    /// Threads that only start may allocate some bytes meanwhile, but less than the room that one sample needs on a thread that works.
    /// </summary>
    [Fact]
    public void A_small_batch_stays_on_the_calling_thread()
    {
        const int Rows = 64; // 65 are shared.
        const long RoomForASample = 2 * sizeof(float) * HiddenUnits;
        long least = Enumerable.Range(0, 10).Min(_ =>
        {
            using var predictor = new Predictor(_network, threads: 4);
            long before = AllocatedByOthers();
            predictor.Predict(Problem.SampleRows(0, Rows), _outputs.AsSpan(0, Rows * 11));
            predictor.PredictClasses(Problem.SampleRows(0, Rows), _classes.AsSpan(0, Rows));
            return AllocatedByOthers() - before;
        });
        Assert.InRange(least, 0, RoomForASample - 1);
    }

    [Fact]
    public void Predictions_on_two_threads_allocate_nothing()
    {
        using var predictor = new Predictor(_network, threads: 2);
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            predictor.Predict(Problem.Samples, _outputs);
            predictor.PredictClasses(Problem.Samples, _classes);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>So many threads that those of the runtime and of the test runner, which come and go, make no difference.</summary>
    [Fact]
    public void Disposal_leaves_no_thread_behind()
    {
        const int Threads = 101;
        const int Others = 20;
        int before = CountThreads();
        var predictor = new Predictor(_network, Threads);
        predictor.Predict(Problem.Samples, _outputs);
        Assert.InRange(CountThreads(), before + Threads - Others, int.MaxValue);
        predictor.Dispose();
        Assert.True(SpinWait.SpinUntil(() => CountThreads() < before + Others, TimeSpan.FromSeconds(10)));
    }

    private static long AllocatedByOthers() => GC.GetTotalAllocatedBytes(precise: true) - GC.GetAllocatedBytesForCurrentThread();

    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
