using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Asking a filter before the database, telling it what comes there, and what was there when it begins anew.</summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    // A piece takes a fifth of a millisecond: a miss is some microseconds dearer meanwhile.
    private const int LearnsEvery = 64;
    private const int LearnedAtOnce = 512;

    private readonly KeyFilter _filter;
    private StoredWalk? _learning;
    private int _untilLearning;
    private bool _mayLearn = true;

    /// <summary>Whether the database may have something under the slot's key; false is certain.</summary>
    protected bool MayBeStored(in CacheSlot<TKey, TNamespace, TValue> slot)
    {
        if ((_filter.IsWanted || _filter.IsLearning) && --_untilLearning < 0) Learn();
        return _filter.MayHave(Spread(slot.Key, slot.Hash, slot.Namespace));
    }

    /// <summary>The database had nothing under a key of which <see cref="MayBeStored"/> has said that it may.</summary>
    protected void WasNotStored() => _filter.Missed();

    /// <summary>Something comes into the database under the slot's key.</summary>
    protected void BecomeStored(ref CacheSlot<TKey, TNamespace, TValue> slot)
    {
        if ((slot.Tag & (CacheTag.Stored | CacheTag.Guessed)) != CacheTag.Stored) _filter.Add(Spread(slot.Key, slot.Hash, slot.Namespace), State.KeyCount);
        slot.Tag = (ushort)((slot.Tag | CacheTag.Stored) & ~CacheTag.Guessed);
    }

    private void Learn()
    {
        _untilLearning = LearnsEvery;
        if (!_mayLearn || (_filter.IsWanted && !TryBeginLearning())) return;
        try
        {
            if (!_learning!.GoOn(State.Number, NewPiece())) _filter.EndLearning();
        }
        catch (RocksException)
        {
            // The job can do without, and may never need what cannot be read there.
            _mayLearn = false;
            _filter.GiveUp();
        }
    }

    // What is on its way to the database, and was saved when nobody was told of it, would be passed over.
    private bool TryBeginLearning()
    {
        if (Database.HasCollected || !_filter.TryLearn(State.KeyCount)) return false;
        try
        {
            Database.WriteLot();
        }
        catch
        {
            _filter.GiveUp();
            throw;
        }

        _learning = new StoredWalk(Database, Settings.Keys.Groups);
        return true;
    }

    private Func<ReadOnlySpan<byte>, bool> NewPiece()
    {
        var left = LearnedAtOnce;
        return stored =>
        {
            var reader = new ByteReader(stored[StoredKeys.Prefix..]);
            var key = Coder.Read(ref reader, out var hash, out var ns);
            _filter.Add(Spread(key, hash, ns), State.KeyCount);
            return --left > 0;
        };
    }
}
