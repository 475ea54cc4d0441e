namespace FlowActors.Examples.Durable;

/// <summary>
/// Leads the readers of a source in this process: none reads before it is open, so that what was restored can be told exactly, and all together
/// read no more than they may. An attempt that follows a failure waits to be let in anew where there is a limit: it reads again what the one before
/// has read in vain. Thread-safe.
/// </summary>
/// <param name="holdsEnd">Whether readers that have read all they have stand still, so that the input does not end.</param>
internal sealed class SourceSteering(bool holdsEnd = false)
{
    private readonly Lock _lock = new();
    private readonly List<Action> _wakes = [];
    private bool _isOpen;
    private long? _left;
    private int _attempt;

    public bool HoldsEnd => holdsEnd;

    /// <summary>Whether readers wait to be let in, at first or after a failure.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock) return !_isOpen;
        }
    }

    /// <summary>Lets the readers begin.</summary>
    /// <param name="records">How many records they may read together; null sets no limit.</param>
    public void Open(long? records)
    {
        lock (_lock) (_isOpen, _left) = (true, records is { } limit ? Math.Max(limit, 0) : null);
        WakeAll();
    }

    /// <summary>A reader is there, which waits to be woken when it was refused.</summary>
    /// <param name="wake">Wakes it.</param>
    /// <param name="attempt">The attempt that it belongs to: those before it read no more.</param>
    public void Add(Action wake, int attempt)
    {
        lock (_lock)
        {
            _wakes.Add(wake);
            if (attempt <= _attempt) return;
            _attempt = attempt;
            if (_left is not null) _isOpen = false;
        }
    }

    public void Remove(Action wake)
    {
        lock (_lock) _wakes.Remove(wake);
    }

    /// <summary>Takes leave for records.</summary>
    public int Take(int max, int attempt)
    {
        lock (_lock)
        {
            if (!_isOpen) return 0;
            if (_left is not { } left) return max;
            if (attempt < _attempt) return 0;
            var taken = (int)Math.Min(max, left);
            _left = left - taken;
            return taken;
        }
    }

    /// <summary>So many of those taken were not read; another reader may wait for them.</summary>
    public void GiveBack(int records, int attempt)
    {
        if (records == 0) return;
        lock (_lock)
        {
            if (_left is null || attempt < _attempt) return;
            _left += records;
        }

        WakeAll();
    }

    private void WakeAll()
    {
        Action[] wakes;
        lock (_lock) wakes = [.. _wakes];
        foreach (var wake in wakes) wake();
    }
}
