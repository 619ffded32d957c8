using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Threads that take a share each of one product again and again, the same shares as a trainer's.</summary>
internal sealed class ShareTeam : IDisposable
{
    /// <summary>Multiplications from which it pays: fewer than in a trainer, as a product is handed over once, and a step several times.</summary>
    private const double WorkThatPays = 100_000;

    private readonly WorkerTeam _team;
    private readonly Action<int> _part;

    /// <summary>Starts the threads.</summary>
    private ShareTeam(int threads, Action<Share> job)
    {
        _part = part => job(new Share(part, threads));
        _team = new WorkerTeam(threads);
    }

    /// <summary>A team, or <see langword="null"/> where the calling thread is better off alone.</summary>
    public static ShareTeam? For(double multiplications, int threads, Action<Share> job) =>
        threads > 1 && multiplications >= WorkThatPays ? new ShareTeam(threads, job) : null;

    public void Run() => _team.Run(_part);

    public void Dispose() => _team.Dispose();
}
