using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Keyed;
using FlowActors.State.Scans;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>Reads one state of a checkpoint: keys, and pages of keys or of the entries of one key's map. What is over by its time to live is not seen. Blocks.</summary>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="state">One of its states.</param>
/// <param name="now">The time, in ms since 1970.</param>
internal sealed class CheckpointReader(StoredCheckpoint checkpoint, ReadableState state, long now)
{
    /// <summary>The elements of a key; none where it has nothing. Null where they take more bytes than there may be.</summary>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="bytesMax">How many bytes the elements may take.</param>
    /// <param name="bytesEach">What is reckoned for each beside its bytes.</param>
    /// <exception cref="SerializationException">The bytes are no key of the state.</exception>
    /// <exception cref="OtherFormException">It lies there in another form.</exception>
    public IReadOnlyList<StoredElementBytes>? Read(byte[] key, long bytesMax, int bytesEach)
    {
        return ReadFirst(new StateScan(KeyRange.All.BeginsWith(key), IsByKeyGroup: false, Id: 0), state.GroupsOf(key), bytesMax + key.Length + bytesEach, bytesEach);
    }

    /// <summary>What an entry of the map of a key has, as one element; nothing where there is none. Null where it takes more bytes than it may.</summary>
    /// <inheritdoc cref="Read"/>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="mapKey">The bytes of the key within its map.</param>
    /// <param name="bytesMax">How many bytes the element may take.</param>
    /// <param name="bytesEach">What is reckoned for it beside its bytes.</param>
    public IReadOnlyList<StoredElementBytes>? ReadEntry(byte[] key, byte[] mapKey, long bytesMax, int bytesEach) => ReadFirst(
        new StateScan(KeyRange.All.BeginsWith(mapKey), IsByKeyGroup: false, Id: 0) { MapOf = key }, state.GroupsOf(key), bytesMax + mapKey.Length + bytesEach, bytesEach);

    /// <summary>The keys behind a position, in the order of the scan.</summary>
    /// <exception cref="OtherFormException">Some lie there in another form.</exception>
    public PagePart Page(StateScan scan, ScanPosition after, PageLimits limits) =>
        scan.IsByKeyGroup ? PageByKeyGroup(scan, after, limits)
        : PageByKey(scan, scan.MapOf is { } key ? state.GroupsOf(key) : Enumerable.Range(0, state.MaxParallelism), after, limits);

    private IReadOnlyList<StoredElementBytes>? ReadFirst(StateScan scan, IEnumerable<int> groups, long bytesMax, int bytesEach)
    {
        var limits = new PageLimits(1, bytesMax, bytesEach);
        foreach (var group in groups)
        {
            var found = OfGroup(scan, group, ScanPosition.Start, limits, int.MaxValue);
            if (found.IsTooLarge) return null;
            if (found.Keys.Count > 0) return found.Keys[0].Elements;
        }

        return [];
    }

    private PagePart PageByKeyGroup(StateScan scan, ScanPosition after, PageLimits limits)
    {
        var (keys, left) = (new List<ScannedKey>(), limits);
        for (var group = after.KeyGroup; group < state.MaxParallelism; group++)
        {
            if (left.Keys == 0) return new PagePart(keys, new ScanPosition(group, null), IsTooLarge: false);
            var part = OfGroup(scan, group, after, left);
            keys.AddRange(part.Keys);
            // Alone it may fit.
            if (part.IsTooLarge && keys.Count > 0) return new PagePart(keys, scan.Behind(keys[^1].KeyGroup, keys[^1].Key), IsTooLarge: false);
            if (part.Next is { } next) return new PagePart(keys, next, part.IsTooLarge);
            left = left with { Keys = left.Keys - part.Keys.Count, Bytes = left.Bytes - part.Keys.Sum(limits.BytesOf) };
        }

        return new PagePart(keys, null, IsTooLarge: false);
    }

    // A key group after the other, so that one page is in memory and not one of each; of each only what is before the end of those that were read.
    private PagePart PageByKey(StateScan scan, IEnumerable<int> groups, ScanPosition after, PageLimits limits)
    {
        var page = new PagePart([], null, IsTooLarge: false);
        foreach (var group in groups)
        {
            var bounded = page.Next is { Key: { } last } ? scan with { Keys = scan.Keys.UpTo(last) } : scan;
            page = PagePart.Merge(scan, [page, OfGroup(bounded, group, after, limits)], limits);
        }

        return page;
    }

    private PagePart OfGroup(StateScan scan, int group, ScanPosition after, PageLimits limits, int keyMax = PageReading.KeyMax)
    {
        var parts = state.PartsOf(group).SelectMany(part => checkpoint.Parts.Read(part, opened => OfPart(opened, scan, group, after, limits, keyMax))).ToList();
        return parts.Count == 1 ? parts[0] : parts.Count == 0 ? new PagePart([], null, IsTooLarge: false) : PagePart.Merge(scan, parts, limits);
    }

    private List<PagePart> OfPart(IReadOnlyList<IStoredStates> opened, StateScan scan, int group, ScanPosition after, PageLimits limits, int keyMax)
    {
        var parts = new List<PagePart>();
        foreach (var states in opened)
        {
            foreach (var stored in states.States.Where(s => s.Header.OperatorUid == state.Header.OperatorUid && s.Header.Name == state.Header.Name))
            {
                var part = ReadPart(states, stored, scan, group, after, limits, keyMax);
                if (part.Keys.Count == 0 && part.Next is null) continue;
                if (!stored.Header.Value.Equals(state.Header.Value)) throw new OtherFormException(state.Header);
                parts.Add(part);
            }
        }

        return parts;
    }

    private PagePart ReadPart(IStoredStates states, StoredKeyedState stored, StateScan scan, int group, ScanPosition after, PageLimits limits, int keyMax)
    {
        var keys = after.Key is { } last && after.KeyGroup == scan.PlaceOf(group) ? scan.Keys.Behind(last) : scan.Keys;
        var reading = new ReadingKeys(scan, group, limits, keyMax);
        if (scan.MapOf is { } key) keys = keys.Within(key);
        states.Scan(stored, group, keys, (in element) => state.Hides(element.LastTouch, now) || reading.Take(scan.MapOf is null ? element : AsKey(element)));
        return reading.Part;
    }

    private static StateElement AsKey(in StateElement entry) =>
        new() { KeyGroup = entry.KeyGroup, Key = entry.MapKey, Namespace = [], MapKey = [], Value = entry.Value, LastTouch = entry.LastTouch };

    // Takes elements key by key until the page is full.
    private sealed class ReadingKeys(StateScan scan, int group, PageLimits limits, int keyMax)
    {
        private readonly List<ScannedKey> _keys = [];
        private List<StoredElementBytes> _elements = [];
        private byte[]? _key;
        private long _bytes;
        private bool _isFull;

        public PagePart Part
        {
            get
            {
                if (!_isFull) EndKey();
                if (!_isFull) return new PagePart(_keys, null, IsTooLarge: false);
                return _keys.Count > 0
                    ? new PagePart(_keys, scan.Behind(group, _keys[^1].Key), IsTooLarge: false)
                    : new PagePart([], scan.Behind(group, _key!), IsTooLarge: true);
            }
        }

        public bool Take(in StateElement element)
        {
            if (_key is null || !element.Key.SequenceEqual(_key))
            {
                EndKey();
                _isFull = _keys.Count == limits.Keys;
                if (_isFull) return false;
                if (element.Key.Length > keyMax)
                {
                    // No cursor goes on behind it: so its position has as many bytes, and no more.
                    (_key, _isFull) = (element.Key[..keyMax].ToArray(), true);
                    return false;
                }

                (_key, _elements) = (element.Key.ToArray(), []);
                _bytes += limits.BytesOf(_key);
            }

            _bytes += limits.BytesOf(element.MapKey, element.Value);
            _isFull = _bytes > limits.Bytes;
            if (_isFull) return false;
            _elements.Add(new StoredElementBytes(element.MapKey.ToArray(), element.Value.ToArray()));
            return true;
        }

        private void EndKey()
        {
            if (_elements.Count > 0) _keys.Add(new ScannedKey(group, _key!, _elements));
            _elements = [];
        }
    }
}
