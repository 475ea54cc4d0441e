namespace FlowActors.Bench.Work.Policies;

/// <summary>The slots that the clock's hand goes over: keys lie where the cache before RocksDB would put them, and are put closer together as there.</summary>
internal sealed class ClockSlots
{
    public const byte Occupied = 1;
    public const byte Referenced = 2;
    public const byte Leaving = 4;

    private const int Neighbours = 8;
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    private readonly int[] _keys;
    private readonly byte[] _tags;
    private readonly ulong _buckets;

    /// <param name="capacity">So many take three of five slots.</param>
    public ClockSlots(int capacity)
    {
        _buckets = (ulong)(((capacity * 5L / 3) + Neighbours) / Neighbours);
        _keys = new int[(int)_buckets * Neighbours];
        _tags = new byte[_keys.Length];
    }

    public int Count { get; private set; }

    public int Length => _keys.Length;

    /// <summary>What is said of a slot; 0 if it is free.</summary>
    public ref byte this[int at] => ref _tags[at];

    /// <summary>The key's slot, or the free one where it belongs.</summary>
    public ref byte Find(int key, out int at)
    {
        at = Home(key);
        while (_tags[at] != 0 && _keys[at] != key) at = Next(at);
        return ref _tags[at];
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(int key, byte tag)
    {
        Find(key, out var at) = tag;
        _keys[at] = key;
        Count++;
    }

    /// <summary>Those that are leaving leave, from one slot on and before another; what stays behind them moves closer to its home.</summary>
    public void Remove(int from, int end)
    {
        var at = from;
        for (var passed = from; passed < end || (_tags[at] != 0 && passed < from + Length); passed++, at = Next(at))
        {
            if (_tags[at] == 0) continue;
            var (key, tag) = (_keys[at], _tags[at]);
            _tags[at] = 0;
            Count--;
            if ((tag & Leaving) == 0) Add(key, tag);
        }
    }

    private int Home(int key) => ((int)Math.BigMul(((ulong)key >> 3) * GoldenRatio, _buckets, out _) * Neighbours) + (key & (Neighbours - 1));

    private int Next(int at) => at + 1 == Length ? 0 : at + 1;
}
