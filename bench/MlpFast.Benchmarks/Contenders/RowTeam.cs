using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Shares rows out among threads as a trainer does: whole tiles, and none where the work is too small to gain.</summary>
internal sealed class RowTeam : IDisposable
{
    private readonly int _rows;
    private readonly Action<int, int> _job;
    private readonly WorkerTeam? _team;
    private readonly Action<int> _part;

    /// <summary>Starts the threads. The job gets its first row and the number of its rows.</summary>
    public RowTeam(int rows, double multiplications, int threads, Action<int, int> job)
    {
        _rows = rows;
        _job = job;
        _part = RunPart;
        _team = threads > 1 && multiplications >= Backpropagation.WorkThatPays ? new WorkerTeam(threads) : null;
    }

    public void Run()
    {
        if (_team is null)
        {
            _job(0, _rows);
        }
        else
        {
            _team.Run(_part);
        }
    }

    public void Dispose() => _team?.Dispose();

    private void RunPart(int part)
    {
        (int first, int count) = Partition.Part(_rows, part, _team!.Threads);
        if (count > 0)
        {
            _job(first, count);
        }
    }
}
