namespace FlowActors.State.Tables;

/// <summary>
/// Which keys of a key group a scan reads: those whose place lies from one bound to before another. A place is the bytes of a key with those of its
/// namespace behind them, compared unsigned, which is the order in which tables are scanned. Each call gives a narrower range, so that filters
/// are put together: <c>KeyRange.All.BeginsWith(prefix).Behind(last)</c> is the next page of a prefix. Immutable.
/// </summary>
/// <remarks>
/// A bound is the bytes of a key, of a key and its namespace, or of what these begin with (<see cref="KeyBytes"/> makes them). Key bytes keep the order of
/// the keys and tell themselves where they end, with nothing in front: so no key's bytes begin with those of another key, numbers lie by their value,
/// composite keys by their members, and texts by their UTF-8, where what a text begins with is what its bytes begin with.
/// </remarks>
internal sealed class KeyRange
{
    private readonly byte[] _from;

    // Null: to the end.
    private readonly byte[]? _to;
    private readonly byte[] _fromMapKey;

    private KeyRange(byte[] from, byte[]? to, byte[] fromMapKey)
    {
        _from = from;
        _to = to;
        _fromMapKey = fromMapKey;
    }

    public static KeyRange All { get; } = new([], null, []);

    public bool IsAll => _from.Length == 0 && _to is null;

    public bool IsEmpty => _to is not null && _to.AsSpan().SequenceCompareTo(_from) <= 0;

    /// <summary>What the first place is not less than.</summary>
    public ReadOnlySpan<byte> First => _from;

    /// <summary>What all places lie before; null for no end.</summary>
    public byte[]? End => _to;

    /// <summary>Places at or behind these bytes: those that begin with them, too.</summary>
    public KeyRange From(ReadOnlySpan<byte> bound) => From(bound.ToArray(), []);

    /// <summary>Places before these bytes: none that begins with them.</summary>
    public KeyRange Before(ReadOnlySpan<byte> bound) => Before(bound.ToArray());

    /// <summary>Places up to these bytes: those that begin with them, too.</summary>
    public KeyRange UpTo(ReadOnlySpan<byte> bound) => EndOf(bound) is { Length: > 0 } end ? Before(end) : this;

    /// <summary>Places behind all that begin with these bytes: a reading that has come to a key, or to a key's namespace, goes on.</summary>
    public KeyRange Behind(ReadOnlySpan<byte> bound) => EndOf(bound) is { Length: > 0 } end ? From(end, []) : Before([]);

    /// <summary>Places that begin with these bytes.</summary>
    public KeyRange BeginsWith(ReadOnlySpan<byte> bound) => From(bound).UpTo(bound);

    /// <summary>The same range of what follows these bytes: of the keys within the map of the key that has them.</summary>
    public KeyRange Within(ReadOnlySpan<byte> prefix)
    {
        var all = All.BeginsWith(prefix).From([.. prefix, .. _from]);
        return _to is null ? all : all.Before([.. prefix, .. _to]);
    }

    /// <summary>A reading that has come to an entry of a map goes on behind it: with the rest of that map, then with what follows. Of other kinds the whole key is read.</summary>
    /// <param name="place">The bytes of the key and of its namespace.</param>
    /// <param name="mapKey">The bytes of the key within the map.</param>
    public KeyRange Behind(ReadOnlySpan<byte> place, ReadOnlySpan<byte> mapKey) =>
        EndOf(mapKey) is { Length: > 0 } end ? From(place.ToArray(), end) : Behind(place);

    public bool Contains(ReadOnlySpan<byte> place) =>
        place.SequenceCompareTo(_from) >= 0 && (_to is null || place.SequenceCompareTo(_to) < 0);

    /// <summary>Whether of the first place some map keys may be left out: <see cref="FirstMapKeyAt"/>.</summary>
    public bool BeginsInMap => _fromMapKey.Length > 0;

    /// <summary>What the first map key that is read at a place is not less than.</summary>
    public ReadOnlySpan<byte> FirstMapKeyAt(ReadOnlySpan<byte> place) => BeginsInMap && place.SequenceEqual(_from) ? _fromMapKey : [];

    /// <summary>The first bytes behind the range, all of them behind a prefix; what follows that prefix where the range has no end.</summary>
    public byte[] EndBehind(ReadOnlySpan<byte> prefix) => _to is null ? EndOf(prefix) : [.. prefix, .. _to];

    /// <summary>The first bytes behind all that begin with these; empty where there are none.</summary>
    public static byte[] EndOf(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == byte.MaxValue) length--;
        if (length == 0) return [];
        var end = prefix[..length].ToArray();
        end[^1]++;
        return end;
    }

    private KeyRange From(byte[] from, byte[] mapKey)
    {
        var order = from.AsSpan().SequenceCompareTo(_from);
        if (order == 0) order = mapKey.AsSpan().SequenceCompareTo(_fromMapKey);
        return order > 0 ? new(from, _to, mapKey) : this;
    }

    private KeyRange Before(byte[] to) => _to is null || to.AsSpan().SequenceCompareTo(_to) < 0 ? new(_from, to, _fromMapKey) : this;
}
