namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// W-TinyLFU, after Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", ACM Transactions on Storage 13 (4), 2017: new ones come
/// into a window of a hundredth, an LRU; who leaves it takes the place of the victim of a segmented LRU if it came more often of late. Without a doorkeeper.
/// </summary>
internal sealed class WindowTinyLfu : Policy
{
    private const int SamplesForEach = 10;

    private readonly KeyList _window;
    private readonly Segments _main;
    private readonly FrequencySketch _sketch;
    private readonly int _windowMax;

    public WindowTinyLfu(int capacity, int keys)
        : base(capacity)
    {
        var links = new KeyLinks(keys);
        _windowMax = Math.Max(1, capacity / 100);
        _window = new KeyList(links, 1);
        _main = new Segments(links, 2, (capacity - _windowMax) * 4 / 5);
        _sketch = new FrequencySketch(capacity, SamplesForEach * capacity);
    }

    public override int Count => _window.Count + _main.Count;

    public override bool Access(int key)
    {
        _sketch.Tell(key);
        if (_window.Has(key))
        {
            _window.MoveToFirst(key);
            return true;
        }

        if (_main.TryHit(key)) return true;
        _window.AddFirst(key);
        if (_window.Count > _windowMax) Admit(_window.RemoveLast());
        return false;
    }

    private void Admit(int candidate)
    {
        if (_main.Count >= Capacity - _windowMax)
        {
            var victim = _main.Victim;
            if (_sketch.Of(candidate) <= _sketch.Of(victim)) return;
            _main.Remove(victim);
        }

        _main.Add(candidate);
    }
}
