using MlpFast.Benchmarks.Limits;
using MlpFast.Benchmarks.Peers;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks;

/// <summary>Workloads beside peers, each pair measured in turns.</summary>
internal static class Comparison
{
    public static IEnumerable<Result> Run(IReadOnlyList<Workload> workloads, IReadOnlyList<IPeer> peers, int threads)
    {
        foreach (Workload workload in workloads)
        {
            IPeer[] able = [.. peers.Where(peer => peer.Supports(workload))];
            if (able.Length > 0)
            {
                using IContender ours = workload.Start(threads);
                Rounds.WarmUpCode(ours);
            }

            foreach (IPeer peer in able)
            {
                Console.Error.WriteLine($"{workload.Id} beside {peer.Name} ...");
                QuietProcessor.Take(threads);
                yield return Compare(workload, peer, threads);
            }
        }
    }

    private static Result Compare(Workload workload, IPeer peer, int threads)
    {
        string? limit = workload.Limit is null ? null : LimitName.Of(workload.Limit.Resource);
        var result = new Result(workload.Group, workload.Id, workload.Task, peer.Name, threads, limit);
        try
        {
            return peer.Version is null ? Alone(result, workload) : Beside(result, workload, peer);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or NotFiniteNumberException)
        {
            Console.Error.WriteLine(exception.Message);
            return result with { Failure = exception.Message };
        }
    }

    private static Result Beside(Result result, Workload workload, IPeer peer)
    {
        using IContender ours = workload.Start(result.Threads);
        using IContender theirs = peer.Start(workload, result.Threads);
        if (peer.DoesTheWork)
        {
            Agreement.Require(workload, ours, theirs);
        }

        if (theirs is InProcess)
        {
            Rounds.WarmUpCode(theirs);
        }

        Measured measured = Measure(workload.Limit, result.Threads, ours, theirs);
        return result with
        {
            Ours = Spread.Of(measured.Sides[0]),
            Theirs = Spread.Of(measured.Sides[1]),
            Ratio = measured.Sides[1].RatioTo(measured.Sides[0]),
            ShareOfLimit = measured.ShareOfLimit,
        };
    }

    private static Result Alone(Result result, Workload workload)
    {
        using IContender ours = workload.Start(result.Threads);
        Measured measured = Measure(workload.Limit, result.Threads, ours);
        return result with { Ours = Spread.Of(measured.Sides[0]), ShareOfLimit = measured.ShareOfLimit };
    }

    /// <summary>The sides and the limit in the same rounds; the share is that of the first side.</summary>
    public static Measured Measure(Limit? limit, int threads, params ITimed[] sides)
    {
        if (limit is null)
        {
            return new Measured(Rounds.Measure(sides), ShareOfLimit: null);
        }

        using IProbe probe = Probe.Start(limit, threads);
        Timings[] timings = Rounds.Measure([.. sides, probe]);
        return new Measured(timings, limit.Amount / probe.Amount * timings[^1].RatioTo(timings[0]));
    }
}

/// <summary>The times of the sides, in their order, and the part of the limit that the first one reaches.</summary>
internal sealed record Measured(Timings[] Sides, double? ShareOfLimit);
