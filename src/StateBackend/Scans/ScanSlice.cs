namespace FlowActors.State.Scans;

/// <summary>How long a scan may work on at once, so that the subtask comes to its records. Used on the subtask's thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="length">How long.</param>
/// <param name="lookEvery">After how many slots it looks at the clock.</param>
internal sealed class ScanSlice(TimeProvider time, TimeSpan length, int lookEvery = ScanSlice.LookEvery)
{
    // Some microseconds.
    private const int LookEvery = 1_024;

    // What a key costs, of which there are bytes to be made and read.
    private const int KeyCost = 32;

    private readonly long _begin = time.GetTimestamp();
    private int _used;
    private bool _isOver;

    /// <summary>A slot was looked at.</summary>
    public void Looked() => _used++;

    /// <summary>A key was found or read.</summary>
    public void Read() => _used += KeyCost;

    /// <summary>Whether it is over; looks at the clock now and then.</summary>
    public bool IsOver()
    {
        if (_used < lookEvery || _isOver) return _isOver;
        _used = 0;
        return _isOver = time.GetElapsedTime(_begin) >= length;
    }
}
