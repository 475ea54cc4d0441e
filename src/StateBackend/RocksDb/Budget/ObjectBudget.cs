namespace FlowActors.State.RocksDb.Budget;

/// <summary>
/// The memory of a process that the objects of all its caches may take. A cache takes as much as there is; one that has less than its equal
/// part, and is refused more, makes those that have more give back, each on its own thread. Thread-safe.
/// </summary>
/// <param name="bytes">How much there is.</param>
internal sealed class ObjectBudget(long bytes)
{
    // Of what a frozen state keeps from leaving, so much may be too much, for as long as it is linked.
    private readonly long _overdraft = bytes / 8;
    private long _held;
    private int _shares;
    private int _wanting;

    public long Bytes => bytes;

    /// <summary>What is taken.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>The equal part of each.</summary>
    public long Fair => bytes / Math.Max(1, Volatile.Read(ref _shares));

    /// <summary>Whether one that has less than its part waits for some.</summary>
    public bool IsWanted => Volatile.Read(ref _wanting) > 0;

    public ObjectShare Open()
    {
        Interlocked.Increment(ref _shares);
        return new ObjectShare(this);
    }

    internal bool TryAdd(long more, bool overdraw) => TryAdd(more, overdraw ? _overdraft : 0);

    /// <summary>For a moment there may be half as much again.</summary>
    internal bool TryBorrow(long more) => TryAdd(more, bytes / 2);

    private bool TryAdd(long more, long beyond)
    {
        if (Interlocked.Add(ref _held, more) <= bytes + beyond || more <= 0) return true;
        Interlocked.Add(ref _held, -more);
        return false;
    }

    internal void Want(bool wants) => Interlocked.Add(ref _wanting, wants ? 1 : -1);

    internal void Close(long held)
    {
        Interlocked.Add(ref _held, -held);
        Interlocked.Decrement(ref _shares);
    }
}

/// <summary>What one cache has of the budget. Used on the subtask's thread.</summary>
internal sealed class ObjectShare(ObjectBudget budget) : IDisposable
{
    // Too little to be refused: a subtask always gets on.
    private const long Least = 16 << 10;

    private long _held;
    private bool _wants;
    private bool _isDisposed;

    /// <summary>The equal part of each.</summary>
    public long Fair => budget.Fair;

    /// <summary>How much the cache should have at most.</summary>
    public long Allowed => MustGiveBack ? budget.Fair : Math.Max(_held, Least);

    /// <summary>Whether others wait for what this one has beyond its part.</summary>
    public bool MustGiveBack => budget.IsWanted && _held > budget.Fair;

    /// <summary>The cache takes so much from here on. False when there is not that much: then it has what it had.</summary>
    public bool TryHold(long bytes) => Hold(bytes, overdraw: false);

    /// <summary>As <see cref="TryHold"/>, where nothing may leave for the time being: then there is a little more.</summary>
    public bool TryOverdraw(long bytes) => Hold(bytes, overdraw: true);

    /// <summary>So much more is taken for as long as this call's caller moves what it has; false: there is not that much. Then <see cref="GiveBack"/>.</summary>
    public bool TryBorrow(long bytes) => budget.TryBorrow(bytes);

    /// <summary>What was borrowed.</summary>
    public void GiveBack(long bytes) => budget.TryAdd(-bytes, overdraw: false);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Want(false);
        budget.Close(_held);
    }

    private bool Hold(long bytes, bool overdraw)
    {
        if (bytes != _held && !budget.TryAdd(bytes - _held, overdraw || bytes <= Least))
        {
            Want(bytes <= budget.Fair);
            return bytes <= Least;
        }

        _held = bytes;
        Want(false);
        return true;
    }

    private void Want(bool wants)
    {
        if (wants == _wants) return;
        _wants = wants;
        budget.Want(wants);
    }
}
