namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// SLRU, after Karedla, Love and Wherry, "Caching Strategies to Improve Disk System Performance", IEEE Computer 27 (3), 1994. Four fifths are protected at most.
/// </summary>
internal sealed class SegmentedLru : Policy
{
    private readonly Segments _segments;

    public SegmentedLru(int capacity, int keys)
        : base(capacity) => _segments = new Segments(new KeyLinks(keys), 1, capacity * 4 / 5);

    public override int Count => _segments.Count;

    public override bool Access(int key)
    {
        if (_segments.TryHit(key)) return true;
        if (_segments.Count == Capacity) _segments.Remove(_segments.Victim);
        _segments.Add(key);
        return false;
    }
}
