using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Shares rows out among threads as a trainer does: whole tiles, and none where the work is too small to gain.</summary>
internal sealed class RowTeam : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly Action<int> _part;

    /// <summary>Starts the threads. The job gets its first row and the number of its rows.</summary>
    public RowTeam(int rows, double multiplications, int threads, Action<int, int> job)
    {
        _team = new WorkerTeam(multiplications >= Backpropagation.WorkThatPays ? threads : 1);
        _part = part =>
        {
            (int first, int count) = Partition.Part(rows, part, _team.Threads);
            if (count > 0)
            {
                job(first, count);
            }
        };
    }

    public void Run() => _team.Run(_part);

    public void Dispose() => _team.Dispose();
}
