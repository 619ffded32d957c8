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
    public void Every_index_runs_once_and_the_first_on_the_calling_thread(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (int run = 0; run < 20_000; run++)
        {
            int[] ran = new int[threads];
            int caller = 0;
            team.Run(index =>
            {
                Interlocked.Increment(ref ran[index]);
                if (index == 0)
                {
                    caller = Environment.CurrentManagedThreadId;
                }
            });
            Assert.All(ran, times => Assert.Equal(1, times));
            Assert.Equal(Environment.CurrentManagedThreadId, caller);
        }
    }

    [Fact]
    public void All_run_at_the_same_time()
    {
        const int Threads = 5;
        using var team = new WorkerTeam(Threads);
        using var all = new Barrier(Threads);
        for (int run = 0; run < 20; run++)
        {
            team.Run(_ => Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30))));
        }
    }

    /// <summary>Parked workers need far longer to wake than the job takes.</summary>
    [Fact]
    public void The_calling_thread_does_what_no_worker_has_begun()
    {
        using var team = new WorkerTeam(3);
        int taken = 0;
        for (int run = 0; GoesOn(run, taken); run++)
        {
            Thread.Sleep(2);
            int caller = Environment.CurrentManagedThreadId;
            team.Run(index => Interlocked.Add(ref taken, index > 0 && Environment.CurrentManagedThreadId == caller ? 1 : 0));
        }

        Assert.NotEqual(0, taken);
    }

    [Fact]
    public void An_exception_in_a_part_that_the_calling_thread_took_over_comes_back()
    {
        using var team = new WorkerTeam(2);
        int caller = Environment.CurrentManagedThreadId;
        int taken = 0;
        for (int run = 0; GoesOn(run, taken); run++)
        {
            Thread.Sleep(1);
            Assert.Throws<InvalidOperationException>(() => team.Run(index =>
            {
                if (index == 1)
                {
                    taken += Environment.CurrentManagedThreadId == caller ? 1 : 0;
                    throw new InvalidOperationException("expected");
                }
            }));
        }

        Assert.NotEqual(0, taken);
    }

    /// <summary>A worker that sees the last job late, after the calling thread has taken it over, neither runs it again nor misses the end.</summary>
    [Fact]
    public void A_team_may_be_disposed_right_after_a_run()
    {
        for (int run = 0; run < 1000; run++)
        {
            int ended = 0;
            using (var team = new WorkerTeam(2))
            {
                team.Run(index =>
                {
                    Thread.SpinWait(index == 0 ? run : 0);
                    Interlocked.Increment(ref ended);
                });
                Assert.Equal(2, ended);
            }

            Assert.Equal(2, ended);
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
        using var all = new Barrier(4);
        team.Run(index =>
        {
            Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30))); // Until each has a thread of its own.
            if (index > 0)
            {
                threads.Add(Thread.CurrentThread);
            }
        });
        Assert.Equal(3, threads.Count(thread => thread.IsAlive));
        team.Dispose();
        Assert.Equal(0, threads.Count(thread => thread.IsAlive));
    }

    /// <summary>
    /// Fifty runs; and on, for a while, until the calling thread was the first: on a busy machine both may share a processor, which the system
    /// gives to the thread that it wakes.
    /// </summary>
    private static bool GoesOn(int run, int taken) => run < 50 || (taken == 0 && run < 10_000);
}
