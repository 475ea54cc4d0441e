using System.Diagnostics;
using Akka.Dispatch;
using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>
/// Dedicated threads for subtasks: as many run at once as were asked for, and not one fewer because some wait. A thread that
/// announces a wait, or that has been in one run for longer than <c>blocked-after</c>, is replaced by a spare one until it
/// comes back; threads that are too many then end.
/// </summary>
/// <remarks>
/// All state is guarded by one lock, taken twice for each run of a subtask, that is about a thousand times a second for each
/// thread, and never for a record. Threads of user code enter it to wake others, so it is taken whatever interrupts them.
/// </remarks>
internal sealed partial class OperatorExecutor : ExecutorService
{
    private readonly object _gate = new();
    private readonly Queue<IRunnable> _work = new();
    private readonly List<Worker> _workers = [];
    private readonly DispatcherSettings _settings;
    private readonly IThreadStarter _starter;
    private readonly Action<Exception> _runFailed;
    private readonly long _blockedAfter;
    private readonly Timer _monitor;
    private int _idle;
    private int _blocked;
    private int _waiting;
    private int _made;
    private bool _shutdown;
    private ThreadLimitException? _refused;
    private volatile ThreadShortage? _shortage;

    /// <param name="id">The dispatcher's name; the threads are named after it.</param>
    /// <param name="settings">How many threads, and when.</param>
    /// <param name="starter">Starts them.</param>
    /// <param name="runFailed">Told of what a run threw, which ends the run but not its thread; from any thread.</param>
    public OperatorExecutor(string id, DispatcherSettings settings, IThreadStarter? starter = null, Action<Exception>? runFailed = null)
        : base(id)
    {
        _settings = settings;
        _starter = starter ?? ProcessThreads.Instance;
        _runFailed = runFailed ?? (_ => { });
        _blockedAfter = (long)(settings.BlockedAfter.TotalSeconds * Stopwatch.Frequency);
        _monitor = new Timer(_ => FindBlocked(), null, settings.BlockedAfter, settings.BlockedAfter);
    }

    /// <summary>Threads there are now, waiting ones included.</summary>
    public int ThreadCount
    {
        get
        {
            using (Hold.On(_gate)) return _workers.Count;
        }
    }

    /// <summary>Threads that wait for work now.</summary>
    public int IdleCount
    {
        get
        {
            using (Hold.On(_gate)) return _idle;
        }
    }

    /// <summary>Set while work waits for a thread that a limit forbids; found within <c>blocked-after</c>.</summary>
    public ThreadShortage? Shortage => _shortage;

    public override void Execute(IRunnable run)
    {
        using var hold = Hold.On(_gate);
        if (_shutdown) return;
        _work.Enqueue(run);
        // Who asks to be run again has come to the end of his run: this thread is free in a moment and takes it, with what
        // he works on in the cache of its core.
        if (_work.Count == 1 && Worker.Current is { } worker && worker.Runs(this, run)) return;
        if (_idle > 0) Monitor.Pulse(_gate);
        AddWorkers();
    }

    public override void Shutdown()
    {
        using (Hold.On(_gate))
        {
            _shutdown = true;
            _work.Clear();
            _shortage = null;
            Monitor.PulseAll(_gate);
        }

        _monitor.Dispose();
    }

    // Called with the lock held: starts a thread when there is work that nobody is free to take. Announced waits do not use
    // spare threads up: what they wait for may be work that lies here, and there are never more of them than subtasks.
    private void AddWorkers()
    {
        while (_work.Count > _idle && NeedsThread && _workers.Count - _waiting < ThreadsMax && _refused is null)
        {
            var worker = new Worker(this);
            _workers.Add(worker);
            try
            {
                _starter.Start($"{Id}-{++_made}", worker.Loop);
            }
            catch (ThreadLimitException e)
            {
                // Tried again when a thread has ended, and from time to time: others of the process may let go of theirs.
                _workers.Remove(worker);
                _refused = e;
                return;
            }

            if (_work.Count <= _workers.Count - _blocked) return;
        }
    }

    // Fewer threads work than were asked for.
    private bool NeedsThread => _workers.Count - _blocked < _settings.Threads;

    private int ThreadsMax => _settings.Threads + _settings.SpareThreadsMax;

    private void FindBlocked()
    {
        var now = Stopwatch.GetTimestamp();
        using var hold = Hold.On(_gate);
        _refused = null;
        if (_work.Count > 0)
        {
            foreach (var worker in _workers)
            {
                if (worker.RunningSince != 0 && !worker.IsBlocked && now - worker.RunningSince > _blockedAfter) SetBlocked(worker);
            }

            AddWorkers();
        }

        _shortage = _work.Count > _idle && NeedsThread && !_shutdown && LimitReached is { } limit
            ? new ThreadShortage(Id, _workers.Count, _work.Count, limit)
            : null;
    }

    private string? LimitReached => _refused is { } refused ? refused.Message
        : _workers.Count - _waiting >= ThreadsMax
            ? $"The limit is {_settings.Threads} threads and {_settings.SpareThreadsMax} spare ones: raise spare-threads-max of the dispatcher, or run fewer subtasks that block."
        : null;

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
}
