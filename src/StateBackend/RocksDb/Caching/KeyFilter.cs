using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Budget;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// What is certain not to be in the database, of a state that was empty when this was made and has told it every key since. A key that comes for the first time
/// would otherwise be looked for in the memtables and in the filters of several files. It costs fourteen bits for each key, of the memory for objects, and one cache
/// miss or two for each look; where most keys are there it is given up. Used on the subtask's thread.
/// <para>
/// Several Bloom filters, each four times as large as the one before: none can grow. They are of blocks, in each of which a key has a bit of each of eight words
/// (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007; as in Parquet).
/// </para>
/// </summary>
/// <param name="share">The memory that it may take.</param>
internal sealed class KeyFilter(ObjectShare share) : IDisposable
{
    // Of the first filter.
    private const int FirstKeys = 4 << 10;
    private const int Growth = 4;
    // Each of the filters is asked, so what one lets through by mistake counts several times.
    private const int BitsOfKey = 14;
    private const int BlockWords = 8;
    private const int BlockBits = BlockWords * 32;

    // With so few bits for each key, more than a third of what is not there would be looked for.
    private const int BitsOfKeyMin = 4;
    private const int LooksEvery = 1 << 16;
    private const int UsefulOneOf = 8;

    private static readonly uint[] s_salts = [0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31];

    private readonly List<uint[]> _filters = [];
    private long _bits;
    private long _keys;
    private long _nextGrowth;
    private int _looks;
    private int _absent;

    /// <summary>Whether it knows nothing any more: all keys may be there.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Keys that it was told.</summary>
    public long Keys => _keys;

    /// <summary>Whether a key may be in the database; false is certain.</summary>
    /// <param name="bits">The key, as an <see cref="ObjectCache{TKey,TNamespace,TValue}"/> spreads it.</param>
    public bool MayHave(ulong bits)
    {
        if (IsGivenUp) return true;
        var found = Contains(Mix(bits));
        if (!found) _absent++;
        if (++_looks < LooksEvery) return found;
        if (_absent < LooksEvery / UsefulOneOf) GiveUp();
        (_looks, _absent) = (0, 0);
        return found;
    }

    /// <summary>A key comes into the database.</summary>
    public void Add(ulong bits)
    {
        if (IsGivenUp) return;
        var hash = Mix(bits);
        if (Contains(hash)) return;
        if (_keys >= _nextGrowth) Grow();
        if (IsGivenUp) return;
        var words = _filters[^1].AsSpan(BlockOf(hash, _filters[^1]), BlockWords);
        for (var i = 0; i < BlockWords; i++) words[i] |= BitOf(hash, i);
        _keys++;
    }

    /// <summary>There are keys that it was not told.</summary>
    public void GiveUp()
    {
        if (IsGivenUp) return;
        IsGivenUp = true;
        _filters.Clear();
        _bits = 0;
        // Others have its part from here on.
        share.Dispose();
    }

    public void Dispose() => GiveUp();

    private bool Contains(ulong hash)
    {
        // The last one has most of the keys.
        for (var i = _filters.Count - 1; i >= 0; i--)
        {
            if (Has(_filters[i], hash)) return true;
        }

        return false;
    }

    private static bool Has(uint[] filter, ulong hash)
    {
        var words = filter.AsSpan(BlockOf(hash, filter), BlockWords);
        for (var i = 0; i < BlockWords; i++)
        {
            if ((words[i] & BitOf(hash, i)) == 0) return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BlockOf(ulong hash, uint[] filter) => (int)(((hash >> 32) * (uint)(filter.Length / BlockWords)) >> 32) * BlockWords;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BitOf(ulong hash, int word) => 1u << (int)(((uint)hash * s_salts[word]) >> 27);

    // Of neighbouring keys all bits must differ (the finalizer of MurmurHash3).
    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 33)) * 0xFF51AFD7ED558CCD;
        bits = (bits ^ (bits >> 33)) * 0xC4CEB9FE1A85EC53;
        return bits ^ (bits >> 33);
    }

    // The next one takes as much as there is; where that is too little, the last one has to do for some time.
    private void Grow()
    {
        var wanted = _filters.Count == 0 ? (long)FirstKeys * BitsOfKey : Math.Min(_filters[^1].Length * 32L * Growth, (share.Fair * 8) - _bits);
        var blocks = wanted / BlockBits;
        if (blocks * BlockBits >= Math.Max(_bits / 8, BlockBits) && share.TryHold((_bits / 8) + (blocks * BlockBits / 8)))
        {
            _filters.Add(new uint[blocks * BlockWords]);
            _bits += blocks * BlockBits;
            _nextGrowth = _keys + (blocks * BlockBits / BitsOfKey);
        }
        else if (_keys * BitsOfKeyMin > _bits)
        {
            GiveUp();
        }
        else
        {
            _nextGrowth = _keys + Math.Max(_keys / 16, 1);
        }
    }
}
