using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Budget;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// What is certain not to be in the database, of a state that was empty when this was made and has told it every key since. A key that comes for the first time
/// would otherwise be looked for in the memtables and in the filters of several files. It costs fourteen bits for each key, of the memory for objects, and one cache
/// miss or two for each look. Where most keys are there it is given up; where most are not, and it knows nothing, as after a restore, it is wanted: then it begins
/// anew, and learns the keys that the database has. Used on the subtask's thread.
/// <para>
/// Several Bloom filters, each four times as large as the one before: none can grow. They are of blocks, in each of which a key has a bit of each of eight words
/// (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007; as in Parquet).
/// </para>
/// </summary>
/// <param name="memory">The memory of which it takes a part.</param>
internal sealed class KeyFilter(ObjectBudget memory) : IDisposable
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
    private const int WantedOneOf = 2;

    // Of the keys that it was told, so few are left: those that have gone are not worth more memory.
    private const int LeftOneOf = 4;

    private static readonly uint[] s_salts = [0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31];

    private readonly List<uint[]> _filters = [];
    private ObjectShare? _share;
    private bool _isKnowing = true;
    private long _bits;
    private long _keys;
    private long _nextGrowth;
    private int _looks;
    private int _absent;

    /// <summary>Whether it knows nothing and is told nothing: all keys may be there.</summary>
    public bool IsGivenUp => !_isKnowing && !IsLearning;

    /// <summary>Whether <see cref="TryLearn"/> is worth it.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Whether it is being told all keys that are there: until then all may be.</summary>
    public bool IsLearning { get; private set; }

    /// <summary>Keys that it was told.</summary>
    public long Keys => _keys;

    /// <summary>Whether a key may be in the database; false is certain.</summary>
    /// <param name="bits">The key, as an <see cref="ObjectCache{TKey,TNamespace,TValue}"/> spreads it.</param>
    public bool MayHave(ulong bits)
    {
        var found = !_isKnowing || Contains(Mix(bits));
        if (!found) _absent++;
        if (++_looks == LooksEvery) Judge();
        return found;
    }

    /// <summary>The database did not have what <see cref="MayHave"/> said that it may.</summary>
    public void Missed()
    {
        if (!_isKnowing) _absent++;
    }

    /// <summary>A key comes into the database.</summary>
    /// <param name="bits">As for <see cref="MayHave"/>.</param>
    /// <param name="keys">How many the state has now, about.</param>
    public void Add(ulong bits, long keys)
    {
        if (IsGivenUp) return;
        var hash = Mix(bits);
        if (Contains(hash)) return;
        if (_keys >= _nextGrowth) Grow(keys);
        if (IsGivenUp) return;
        var words = _filters[^1].AsSpan(BlockOf(hash, _filters[^1]), BlockWords);
        for (var i = 0; i < BlockWords; i++) words[i] |= BitOf(hash, i);
        _keys++;
    }

    /// <summary>Begins anew, where it is wanted and there is memory for it: from here on it is told what comes, and is to be told what is there.</summary>
    /// <param name="keys">How many that are, about.</param>
    public bool TryLearn(long keys)
    {
        _share ??= memory.Open();
        var blocks = Math.Min(Math.Max(FirstKeys, keys + (keys / 4)) * BitsOfKey, _share.Fair * 8) / BlockBits;
        if (blocks * BlockBits < keys * BitsOfKeyMin * 2)
        {
            GiveUp();
            return false;
        }

        // Refused, its share waits for what others have beyond theirs.
        if (!_share.TryHold(blocks * BlockBits / 8)) return false;
        Append(blocks);
        (IsWanted, IsLearning) = (false, true);
        return true;
    }

    /// <summary>It was told all that is there.</summary>
    public void EndLearning()
    {
        if (!IsLearning) return;
        (IsLearning, _isKnowing) = (false, true);
        (_looks, _absent) = (0, 0);
    }

    /// <summary>There are keys that it was not told.</summary>
    public void GiveUp()
    {
        (_isKnowing, IsLearning, IsWanted) = (false, false, false);
        (_looks, _absent) = (0, 0);
        _filters.Clear();
        (_bits, _keys, _nextGrowth) = (0, 0, 0);
        // Others have its part from here on.
        _share?.Dispose();
        _share = null;
    }

    /// <summary>Others need not give it what they have beyond their part any more: it makes do with what it has, until it asks anew.</summary>
    public void StopWaiting() => _share?.TryHold(_bits / 8);

    public void Dispose() => GiveUp();

    private void Judge()
    {
        var absent = _absent;
        (_looks, _absent) = (0, 0);
        StopWaiting();
        if (IsGivenUp) IsWanted |= absent >= LooksEvery / WantedOneOf;
        else if ((_isKnowing && absent < LooksEvery / UsefulOneOf) || _share is { MustGiveBack: true }) GiveUp();
    }

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
    private void Grow(long keys)
    {
        if (_keys / LeftOneOf > Math.Max(keys, FirstKeys))
        {
            GiveUp();
            IsWanted = true;
            return;
        }

        _share ??= memory.Open();
        var wanted = _filters.Count == 0 ? (long)FirstKeys * BitsOfKey : Math.Min(_filters[^1].Length * 32L * Growth, (_share.Fair * 8) - _bits);
        var blocks = wanted / BlockBits;
        if (blocks * BlockBits >= Math.Max(_bits / 8, BlockBits) && _share.TryHold((_bits / 8) + (blocks * BlockBits / 8))) Append(blocks);
        else if (_keys * BitsOfKeyMin > _bits) GiveUp();
        else _nextGrowth = _keys + Math.Max(_keys / 16, 1);
    }

    private void Append(long blocks)
    {
        _filters.Add(new uint[blocks * BlockWords]);
        _bits += blocks * BlockBits;
        _nextGrowth = _keys + (blocks * BlockBits / BitsOfKey);
    }
}
