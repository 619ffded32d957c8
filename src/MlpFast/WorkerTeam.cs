using System.Runtime.ExceptionServices;

namespace MlpFast;

/// <summary>
/// A few threads that run one job together, again and again: the calling thread and workers of the team's own. Handing a job to a worker
/// that still spins takes well below a microsecond; one that has waited for some tens of microseconds parks and leaves its core to others.
/// What a worker has not begun when the calling thread is done with its own part, since the system runs it late, the calling thread does itself.
/// </summary>
/// <remarks>One job at a time, from one thread at a time. <see cref="Dispose"/> ends the workers.</remarks>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>
    /// Some tens of microseconds. Then a thread parks rather than yields: the system wakes it on an idle core, while threads that yield to one
    /// another on the same core may stay there.
    /// </summary>
    private const int SpinIterations = 1000;

    private readonly Worker[] _workers;
    private Action<int>? _job;
    private bool _disposed;

    /// <summary>Starts the workers; with one thread there are none.</summary>
    public WorkerTeam(int threads)
    {
        _workers = new Worker[threads - 1];
        int started = 0;
        try
        {
            for (; started < _workers.Length; started++)
            {
                _workers[started] = new Worker(this, started + 1);
            }
        }
        catch
        {
            End(_workers.AsSpan(0, started));
            throw;
        }
    }

    /// <summary>Number of threads, the calling one included.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>Calls the job once for each index from 0 to <see cref="Threads"/> − 1, and returns when all have ended.</summary>
    /// <param name="job">
    /// Gets the index: 0 on the calling thread, another on a worker or, later, on the calling thread. What it throws is thrown here, once the
    /// others have ended.
    /// </param>
    /// <exception cref="ObjectDisposedException">The team has been disposed.</exception>
    public void Run(Action<int> job)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _job = job;
        foreach (Worker worker in _workers)
        {
            worker.Start();
        }

        try
        {
            job(0);
        }
        finally
        {
            foreach (Worker worker in _workers)
            {
                worker.RunHereUnlessBegun();
            }

            foreach (Worker worker in _workers)
            {
                worker.WaitUntilDone();
            }
        }

        foreach (Worker worker in _workers)
        {
            worker.ThrowIfFailed();
        }
    }

    /// <summary>Ends the workers and waits until they have.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            End(_workers);
        }
    }

    /// <summary>All are asked before the first is waited for, so that an interruption leaves none behind.</summary>
    private static void End(ReadOnlySpan<Worker> workers)
    {
        foreach (Worker worker in workers)
        {
            worker.AskToEnd();
        }

        foreach (Worker worker in workers)
        {
            worker.Dispose();
        }
    }

    private sealed class Worker : IDisposable
    {
        // Its part of the job: none or done, to be done, begun by one of the two threads.
        private const int Idle = 0;
        private const int Asked = 1;
        private const int Begun = 2;

        private readonly WorkerTeam _team;
        private readonly int _index;
        private readonly Thread _thread;
        private readonly AutoResetEvent _wake = new(initialState: false);
        private readonly AutoResetEvent _finished = new(initialState: false);
        private ExceptionDispatchInfo? _failure;
        private volatile int _state = Idle;
        private volatile bool _parked;
        private volatile bool _callerParked;
        private volatile bool _ended;

        public Worker(WorkerTeam team, int index)
        {
            _team = team;
            _index = index;
            _thread = new Thread(Loop) { IsBackground = true, Name = $"MlpFast worker {index}" };
            _thread.UnsafeStart();
        }

        public void Start()
        {
            _failure = null;
            _state = Asked;
            Interlocked.MemoryBarrier();
            if (_parked)
            {
                _wake.Set();
            }
        }

        public void RunHereUnlessBegun()
        {
            if (TryBegin())
            {
                RunPart();
            }
        }

        /// <summary>
        /// An interruption of the calling thread waits until the worker is done, which uses the caller's memory until then.
        /// </summary>
        public void WaitUntilDone()
        {
            for (int i = 0; i < SpinIterations; i++)
            {
                if (_state == Idle)
                {
                    return;
                }

                Thread.SpinWait(1);
            }

            _callerParked = true;
            Interlocked.MemoryBarrier();
            bool interrupted = false;
            while (_state != Idle)
            {
                try
                {
                    _finished.WaitOne();
                }
                catch (ThreadInterruptedException)
                {
                    interrupted = true;
                }
            }

            _callerParked = false;
            if (interrupted)
            {
                Thread.CurrentThread.Interrupt();
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();

        public void AskToEnd()
        {
            _ended = true;
            Start();
        }

        /// <summary>Waits for the end that has been asked for.</summary>
        public void Dispose()
        {
            _thread.Join();
            _wake.Dispose();
            _finished.Dispose();
        }

        private void Loop()
        {
            while (true)
            {
                WaitForJob();
                if (!TryBegin())
                {
                    continue;
                }

                if (_ended) // Known only now: the job that was seen may have been taken over, and what has begun be the end.
                {
                    return;
                }

                RunPart();
                Interlocked.MemoryBarrier();
                if (_callerParked)
                {
                    _finished.Set();
                }
            }
        }

        /// <summary>Of the worker and the calling thread only one can.</summary>
        private bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Asked) == Asked;

        private void RunPart()
        {
            try
            {
                _team._job!(_index);
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _state = Idle;
        }

        private void WaitForJob()
        {
            for (int i = 0; i < SpinIterations; i++)
            {
                if (_state == Asked)
                {
                    return;
                }

                Thread.SpinWait(1);
            }

            _parked = true;
            Interlocked.MemoryBarrier();
            while (_state != Asked)
            {
                _wake.WaitOne();
            }

            _parked = false;
        }
    }
}
