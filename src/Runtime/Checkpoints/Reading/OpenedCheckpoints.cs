using FlowActors.Runtime.Checkpoints.Restoring;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>
/// The checkpoints that a node has open to read of them: for further reads and pages, until nobody has come for a while, and no more than so many. Whether
/// one may still be read only its coordinator knows. Thread-safe.
/// </summary>
/// <param name="open">Opens one; blocks.</param>
/// <param name="idle">How long one stays open that nobody reads.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenedCheckpoints(Func<JobId, RestoreFrom, StoredCheckpoint> open, TimeSpan idle, TimeProvider time) : IDisposable
{
    /// <summary>How many stay open, beside those that are being read.</summary>
    public const int OpenMax = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<(JobId Job, long Checkpoint), Opened> _opened = [];
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _opened.Count;
        }
    }

    /// <summary>Reads of a checkpoint, which is opened if it is not; blocks.</summary>
    /// <exception cref="ObjectDisposedException">The node has ended.</exception>
    public T Read<T>(JobId job, RestoreFrom from, Func<StoredCheckpoint, T> read)
    {
        var opened = Begin(job, from);
        try
        {
            return read(opened.Checkpoint.Value);
        }
        finally
        {
            End(job, from, opened);
        }
    }

    /// <summary>Closes all; those that are being read after that.</summary>
    public void Dispose()
    {
        List<Opened> over;
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
            over = TakeOver(_ => true);
        }

        Close(over);
    }

    private Opened Begin(JobId job, RestoreFrom from)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_opened.TryGetValue((job, from.Checkpoint), out var opened))
                _opened.Add((job, from.Checkpoint), opened = new Opened(new Lazy<StoredCheckpoint>(() => open(job, from), LazyThreadSafetyMode.ExecutionAndPublication)));
            opened.Users++;
            return opened;
        }
    }

    private void End(JobId job, RestoreFrom from, Opened opened)
    {
        List<Opened> over;
        lock (_gate)
        {
            opened.Users--;
            opened.IdleSince = time.GetUtcNow();
            // What could not be opened may be there the next time.
            if (!opened.Checkpoint.IsValueCreated && _opened.GetValueOrDefault((job, from.Checkpoint)) == opened) _opened.Remove((job, from.Checkpoint));
            over = TakeOver(o => _isDisposed || IsSurplus(o));
            Watch();
        }

        Close(over);
    }

    private bool IsSurplus(Opened opened) => _opened.Count > OpenMax && _opened.Values.Where(o => o.Users == 0).MinBy(o => o.IdleSince) == opened;

    private void CloseIdle()
    {
        List<Opened> over;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            over = TakeOver(o => o.IdleSince + idle <= now);
            _timer?.Dispose();
            _timer = null;
            Watch();
        }

        Close(over);
    }

    // One timer, until the next one may be idle for long enough.
    private void Watch()
    {
        if (_isDisposed || _timer is not null || _opened.Values.Where(o => o.Users == 0).MinBy(o => o.IdleSince) is not { } next) return;
        var due = next.IdleSince + idle - time.GetUtcNow();
        _timer = time.CreateTimer(_ => CloseIdle(), null, due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private List<Opened> TakeOver(Func<Opened, bool> isOver)
    {
        var over = _opened.Where(o => o.Value.Users == 0 && isOver(o.Value)).ToList();
        foreach (var (key, _) in over) _opened.Remove(key);
        return [.. over.Select(o => o.Value)];
    }

    private static void Close(List<Opened> over)
    {
        foreach (var opened in over)
        {
            if (opened.Checkpoint.IsValueCreated) opened.Checkpoint.Value.Dispose();
        }
    }

    private sealed class Opened(Lazy<StoredCheckpoint> checkpoint)
    {
        public Lazy<StoredCheckpoint> Checkpoint => checkpoint;

        public int Users { get; set; }

        public DateTimeOffset IdleSince { get; set; }
    }
}
