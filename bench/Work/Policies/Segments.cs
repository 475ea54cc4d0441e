namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// The two segments of a segmented LRU: who is on probation leaves first; a hit there protects, and who was used least recently of too many protected ones is
/// on probation again.
/// </summary>
/// <param name="links">Where all keys stand.</param>
/// <param name="number">The number of the first list; the other has the next one.</param>
/// <param name="protectedMax">How many are protected at most.</param>
internal sealed class Segments(KeyLinks links, byte number, int protectedMax)
{
    private readonly KeyList _probation = new(links, number);
    private readonly KeyList _protected = new(links, (byte)(number + 1));

    public int Count => _probation.Count + _protected.Count;

    /// <summary>Who leaves next.</summary>
    public int Victim => _probation.Count > 0 ? _probation.Last : _protected.Last;

    public void Add(int key) => _probation.AddFirst(key);

    public void Remove(int key) => (_probation.Has(key) ? _probation : _protected).Remove(key);

    /// <summary>False if it is not there.</summary>
    public bool TryHit(int key)
    {
        if (_protected.Has(key))
        {
            _protected.MoveToFirst(key);
            return true;
        }

        if (!_probation.Has(key)) return false;
        _probation.Remove(key);
        _protected.AddFirst(key);
        if (_protected.Count > protectedMax) _probation.AddFirst(_protected.RemoveLast());
        return true;
    }
}
