namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// Bounds the bytes under way to one node. Who is refused waits in line; freed bytes are kept for the first in line, so a large
/// message is not overtaken for ever by small ones. A message above the whole window passes when nothing else is under way.
/// Not thread-safe.
/// </summary>
internal sealed class SendWindow(int capacity)
{
    private readonly LinkedList<WindowShare> _waiting = new();
    private long _reserved;

    /// <summary>Bytes sent and not yet given back.</summary>
    public long InFlight { get; private set; }

    public bool IsAwaited => _waiting.Count > 0;

    /// <summary>Takes the bytes of one message, or puts the share in line and returns false.</summary>
    public bool TryTake(WindowShare share, int bytes)
    {
        var isKept = share.Reserved >= bytes;
        if (share.Reserved > 0) _reserved -= share.Reserved;
        share.Reserved = 0;
        if (isKept || (share.Wanted == 0 && !IsAwaited && Fits(bytes)))
        {
            InFlight += bytes;
            return true;
        }

        if (share.Wanted == 0) _waiting.AddLast(share);
        share.Wanted = bytes;
        return false;
    }

    /// <summary>Takes the few bytes of a message that waits for nothing, beyond the capacity if need be.</summary>
    public void Overdraw(int bytes) => InFlight += bytes;

    /// <summary>Gives bytes back and adds to <paramref name="writable"/> those for whom there is room now.</summary>
    /// <returns>False when more is given back than was under way.</returns>
    public bool Release(int bytes, List<WindowShare> writable)
    {
        if (bytes > InFlight) return false;
        InFlight -= bytes;
        while (_waiting.First is { Value: var first } && Fits(first.Wanted))
        {
            _waiting.RemoveFirst();
            first.Reserved = first.Wanted;
            first.Wanted = 0;
            _reserved += first.Reserved;
            writable.Add(first);
        }

        return true;
    }

    /// <summary>The share sends no more: its place in line and what was kept for it are free.</summary>
    public void Leave(WindowShare share)
    {
        if (share.Wanted > 0) _waiting.Remove(share);
        _reserved -= share.Reserved;
        share.Wanted = 0;
        share.Reserved = 0;
    }

    private bool Fits(int bytes) => InFlight + _reserved + bytes <= capacity || InFlight + _reserved == 0;
}
