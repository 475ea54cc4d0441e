using System.Diagnostics;
using Akka.Dispatch;
using FlowActors.Cultures;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tasks.Dispatching;

/// <summary>
/// Dedicated threads for subtasks: as many run at once as were asked for, and not one fewer because some wait. A thread that
/// announces a wait, or that has been in one run for longer than <c>blocked-after</c>, is replaced by a spare one until it
/// comes back; threads that are too many then end.
/// </summary>
/// <remarks>
/// All state is guarded by one lock, taken twice for each run of a subtask, that is about a thousand times a second for each
/// thread, and never for a record.
/// </remarks>
internal sealed class OperatorExecutor : ExecutorService
{
    private readonly object _gate = new();
    private readonly Queue<IRunnable> _work = new();
    private readonly List<Worker> _workers = [];
    private readonly int _threads;
    private readonly int _spareMax;
    private readonly long _blockedAfter;
    private readonly TimeSpan _idleTimeout;
    private readonly Timer _monitor;
    private int _idle;
    private int _blocked;
    private int _waiting;
    private int _made;
    private bool _shutdown;

    public OperatorExecutor(string id, int threads, int spareMax, TimeSpan blockedAfter, TimeSpan idleTimeout)
        : base(id)
    {
        _threads = threads;
        _spareMax = spareMax;
        _blockedAfter = (long)(blockedAfter.TotalSeconds * Stopwatch.Frequency);
        _idleTimeout = idleTimeout;
        _monitor = new Timer(_ => FindBlocked(), null, blockedAfter, blockedAfter);
    }

    /// <summary>Threads there are now, waiting ones included.</summary>
    public int ThreadCount
    {
        get
        {
            lock (_gate) return _workers.Count;
        }
    }

    /// <summary>Threads that wait for work now.</summary>
    public int IdleCount
    {
        get
        {
            lock (_gate) return _idle;
        }
    }

    public override void Execute(IRunnable run)
    {
        lock (_gate)
        {
            if (_shutdown) return;
            _work.Enqueue(run);
            // Who asks to be run again has come to the end of his run: this thread is free in a moment and takes it, with what
            // he works on in the cache of its core.
            if (_work.Count == 1 && Worker.Current is { } worker && worker.Runs(this, run)) return;
            if (_idle > 0) Monitor.Pulse(_gate);
            AddWorkers();
        }
    }

    public override void Shutdown()
    {
        lock (_gate)
        {
            _shutdown = true;
            _work.Clear();
            Monitor.PulseAll(_gate);
        }

        _monitor.Dispose();
    }

    // Called with the lock held: starts a thread when there is work that nobody is free to take. Announced waits do not use
    // spare threads up: what they wait for may be work that lies here, and there are never more of them than subtasks.
    private void AddWorkers()
    {
        while (_work.Count > _idle && _workers.Count - _blocked < _threads && _workers.Count - _waiting < _threads + _spareMax)
        {
            var worker = new Worker(this, $"{Id}-{++_made}");
            _workers.Add(worker);
            worker.Start();
            if (_work.Count <= _workers.Count - _blocked) return;
        }
    }

    private void FindBlocked()
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (_work.Count == 0) return;
            foreach (var worker in _workers)
            {
                if (worker.RunningSince != 0 && !worker.IsBlocked && now - worker.RunningSince > _blockedAfter) SetBlocked(worker);
            }

            AddWorkers();
        }
    }

    private void SetBlocked(Worker worker)
    {
        worker.IsBlocked = true;
        _blocked++;
    }

    private void SetUnblocked(Worker worker)
    {
        if (!worker.IsBlocked) return;
        worker.IsBlocked = false;
        _blocked--;
    }

    private void SetWaiting(Worker worker, bool waiting)
    {
        if (worker.IsWaiting == waiting) return;
        worker.IsWaiting = waiting;
        _waiting += waiting ? 1 : -1;
    }

    internal sealed class Worker : IDisposable
    {
        [ThreadStatic]
        private static Worker? _current;

        private readonly OperatorExecutor _executor;
        private readonly Thread _thread;
        private IRunnable? _run;

        public Worker(OperatorExecutor executor, string name)
        {
            _executor = executor;
            _thread = new Thread(Loop) { Name = name, IsBackground = true };
        }

        /// <summary>The worker of the present thread; null on other threads.</summary>
        public static Worker? Current => _current;

        public long RunningSince { get; private set; }

        public bool IsBlocked { get; set; }

        /// <summary>True while it waits and has said so.</summary>
        public bool IsWaiting { get; set; }

        public void Start() => _thread.Start();

        /// <summary>True when the present run is that one, on that executor.</summary>
        public bool Runs(OperatorExecutor executor, IRunnable run) => _executor == executor && ReferenceEquals(_run, run);

        /// <summary>The thread is about to wait: a spare one takes over until <see cref="Dispose"/>.</summary>
        public Worker EnterBlocking()
        {
            lock (_executor._gate)
            {
                if (!IsBlocked) _executor.SetBlocked(this);
                _executor.SetWaiting(this, true);
                _executor.AddWorkers();
            }

            return this;
        }

        /// <summary>The wait is over.</summary>
        public void Dispose()
        {
            lock (_executor._gate)
            {
                _executor.SetWaiting(this, false);
                _executor.SetUnblocked(this);
            }
        }

        private void Loop()
        {
            _current = this;
            while (Next() is { } run)
            {
                try
                {
                    _run = run;
                    // What user code makes, keys among it, must not depend on the machine, nor on what an earlier run left behind.
                    InvariantThread.Set();
                    run.Run();
                }
                catch (ThreadInterruptedException)
                {
                    // The subtask was interrupted as its run ended; nobody is left to hear of it.
                }

                _run = null;
            }
        }

        private IRunnable? Next()
        {
            while (true)
            {
                try
                {
                    return Take();
                }
                catch (ThreadInterruptedException)
                {
                    // Meant for a run that has just ended; the interrupt is used up now.
                }
            }
        }

        private IRunnable? Take()
        {
            var executor = _executor;
            lock (executor._gate)
            {
                RunningSince = 0;
                executor.SetWaiting(this, false);
                executor.SetUnblocked(this);
                while (true)
                {
                    var surplus = executor._workers.Count - executor._blocked > executor._threads;
                    if (executor._shutdown || surplus) return End();
                    if (executor._work.TryDequeue(out var run))
                    {
                        RunningSince = Stopwatch.GetTimestamp();
                        return run;
                    }

                    executor._idle++;
                    bool signalled;
                    try
                    {
                        signalled = Monitor.Wait(executor._gate, executor._idleTimeout);
                    }
                    finally
                    {
                        executor._idle--;
                    }

                    if (!signalled && executor._work.Count == 0) return End();
                }
            }
        }

        private IRunnable? End()
        {
            _executor._workers.Remove(this);
            // The wake-up that it ends with may have been for work, which another must take then.
            if (_executor._work.Count > 0 && _executor._idle > 0) Monitor.Pulse(_executor._gate);
            _executor.AddWorkers();
            return null;
        }
    }
}

/// <summary>Announces waits of the present thread to its executor, if it has one.</summary>
internal sealed class ExecutorBlockingScope : IBlockingScope
{
    public IDisposable Enter() => OperatorExecutor.Worker.Current?.EnterBlocking() as IDisposable ?? Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
