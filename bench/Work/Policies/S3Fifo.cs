namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// Three queues, after Yang, Zhang, Qiu, Yue and Rashmi, "FIFO Queues are All You Need for Cache Eviction", SOSP 2023: a small one of a tenth, which whoever was
/// hit twice leaves for the main one; the main one, where a hit is good for another turn; and of those that left the small one, the keys alone.
/// </summary>
internal sealed class S3Fifo : Policy
{
    private const byte HitsMax = 3;
    private const byte HitsForMain = 2;

    private readonly KeyList _small;
    private readonly KeyList _main;
    private readonly KeyList _ghosts;
    private readonly byte[] _hits;
    private readonly int _smallMax;

    public S3Fifo(int capacity, int keys)
        : base(capacity)
    {
        var links = new KeyLinks(keys);
        (_small, _main, _ghosts) = (new KeyList(links, 1), new KeyList(links, 2), new KeyList(links, 3));
        _hits = new byte[keys];
        _smallMax = Math.Max(1, capacity / 10);
    }

    public override int Count => _small.Count + _main.Count;

    private int MainMax => Capacity - _smallMax;

    public override bool Access(int key)
    {
        if (_small.Has(key) || _main.Has(key))
        {
            if (_hits[key] < HitsMax) _hits[key]++;
            return true;
        }

        while (Count >= Capacity) Evict();
        _hits[key] = 0;
        if (_ghosts.Has(key))
        {
            _ghosts.Remove(key);
            _main.AddFirst(key);
        }
        else
        {
            _small.AddFirst(key);
        }

        return false;
    }

    private void Evict()
    {
        if (_small.Count >= _smallMax || _main.Count == 0) EvictSmall();
        else EvictMain();
    }

    private void EvictSmall()
    {
        while (_small.Count > 0)
        {
            var key = _small.RemoveLast();
            if (_hits[key] < HitsForMain)
            {
                _ghosts.AddFirst(key);
                if (_ghosts.Count > MainMax) _ghosts.RemoveLast();
                return;
            }

            _hits[key] = 0;
            if (_main.Count >= MainMax) EvictMain();
            _main.AddFirst(key);
        }
    }

    private void EvictMain()
    {
        while (_hits[_main.Last] > 0)
        {
            _hits[_main.Last]--;
            _main.MoveToFirst(_main.Last);
        }

        _main.RemoveLast();
    }
}
