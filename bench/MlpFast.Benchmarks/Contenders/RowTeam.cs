using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Shares rows out among threads as a trainer does: whole tiles, and none where the work is too small to gain.</summary>
internal sealed class RowTeam : IDisposable
{
    private readonly int _rows;
    private readonly Action<int, int> _job;
    private readonly WorkerTeam _team;
    private readonly Action<int> _part;

    /// <summary>Starts the threads. The job gets its first row and the number of its rows.</summary>
    private RowTeam(int rows, int threads, Action<int, int> job)
    {
        _rows = rows;
        _job = job;
        _part = RunPart;
        _team = new WorkerTeam(threads);
    }

    /// <summary>A team, or <see langword="null"/> where the calling thread is better off alone.</summary>
    public static RowTeam? For(int rows, double multiplications, int threads, Action<int, int> job) =>
        threads > 1 && multiplications >= Backpropagation.WorkThatPays ? new RowTeam(rows, threads, job) : null;

    public void Run() => _team.Run(_part);

    public void Dispose() => _team.Dispose();

    private void RunPart(int part)
    {
        (int first, int count) = Partition.Part(_rows, part, _team.Threads);
        if (count > 0)
        {
            _job(first, count);
        }
    }
}
