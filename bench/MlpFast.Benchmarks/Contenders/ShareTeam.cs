using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Threads that take a share each of one product again and again, as those of a trainer do.</summary>
internal sealed class ShareTeam : IDisposable
{
    /// <summary>Multiplications from which a product on its own is shared out: some microseconds of work for one hand-over.</summary>
    private const double WorkThatPays = 100_000;

    private readonly Action<Share> _job;
    private readonly WorkerTeam _team;
    private readonly Action<int> _part;

    /// <summary>Starts the threads.</summary>
    private ShareTeam(int threads, Action<Share> job)
    {
        _job = job;
        _part = part => _job(new Share(part, threads));
        _team = new WorkerTeam(threads);
    }

    /// <summary>A team, or <see langword="null"/> where the calling thread is better off alone.</summary>
    public static ShareTeam? For(double multiplications, int threads, Action<Share> job) =>
        threads > 1 && multiplications >= WorkThatPays ? new ShareTeam(threads, job) : null;

    public void Run() => _team.Run(_part);

    public void Dispose() => _team.Dispose();
}
