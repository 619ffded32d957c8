using System.Collections.Concurrent;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>The threads that share a trainer's work.</summary>
public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_index_runs_once_each_on_a_thread_of_its_own(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (int run = 0; run < 200; run++)
        {
            var ran = new ConcurrentDictionary<int, int>();
            team.Run(index => Assert.True(ran.TryAdd(index, Environment.CurrentManagedThreadId)));
            Assert.Equal(Enumerable.Range(0, threads), ran.Keys.Order());
            Assert.Equal(threads, ran.Values.Distinct().Count());
            Assert.Equal(Environment.CurrentManagedThreadId, ran[0]);
        }
    }

    [Fact]
    public void A_parked_worker_wakes()
    {
        using var team = new WorkerTeam(2);
        for (int run = 0; run < 5; run++)
        {
            Thread.Sleep(20); // Long enough to park.
            int ran = 0;
            team.Run(_ => Interlocked.Increment(ref ran));
            Assert.Equal(2, ran);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_exception_comes_back_after_the_others_have_ended_and_the_team_goes_on(int failing)
    {
        using var team = new WorkerTeam(3);
        int ended = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(index =>
        {
            if (index == failing)
            {
                throw new InvalidOperationException("expected");
            }

            Thread.Sleep(5);
            Interlocked.Increment(ref ended);
        }));
        Assert.Equal("expected", thrown.Message);
        Assert.Equal(2, ended);
        team.Run(_ => Interlocked.Increment(ref ended));
        Assert.Equal(5, ended);
    }

    [Fact]
    public void An_exception_of_a_worker_is_forgotten_when_the_caller_threw_too()
    {
        using var team = new WorkerTeam(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(_ => throw new InvalidOperationException("expected")));
        int ran = 0;
        team.Run(_ => Interlocked.Increment(ref ran));
        Assert.Equal(2, ran);
    }

    [Fact]
    public void A_disposed_team_refuses_work_and_may_be_disposed_again()
    {
        var team = new WorkerTeam(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(_ => { }));
    }

    [Fact]
    public void Disposal_leaves_no_thread_behind()
    {
        var threads = new ConcurrentBag<Thread>();
        var team = new WorkerTeam(4);
        team.Run(index =>
        {
            if (index > 0)
            {
                threads.Add(Thread.CurrentThread);
            }
        });
        Assert.Equal(3, threads.Count(thread => thread.IsAlive));
        team.Dispose();
        Assert.Equal(0, threads.Count(thread => thread.IsAlive));
    }
}
