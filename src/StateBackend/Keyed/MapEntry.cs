using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A state that keeps a map for each key.</summary>
internal sealed class MapEntry<TTable, TScan, TKey, TNamespace, TMapKey, TMapValue>(
    TableSettings<TKey, TNamespace> settings,
    StateSignature signature,
    StateHeader header,
    object state,
    TTable table,
    KeySerializer<TMapKey> mapKeys,
    TypeSerializer<TMapValue> values,
    SerializerRegistry serializers)
    : KeyedEntry<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>(settings, signature, header, state)
    where TTable : struct, IMapTable<TKey, TNamespace, TMapKey, TMapValue, TScan>
    where TScan : struct, IElementScan<KeyValuePair<TMapKey, TMapValue>>
    where TMapKey : notnull
{
    private ValueReader<TMapValue>? _reader;

    public override IFrozenTable Freeze() => table.Freeze();

    public override bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    protected override long KeyCount => table.KeyCount;

    protected override long ElementCount => table.ElementCount;

    protected override IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Scan(int keyGroup, KeyRange keys) => table.Scan(keyGroup, keys);

    protected override IEnumerable<KeyValuePair<TMapKey, TMapValue>> ElementsOf(TKey key, int hash)
    {
        for (var scan = table.Entries(key, hash, default!, Reading.Peeks); scan.TryNext(out var entry);) yield return entry;
    }

    protected override bool FindKeysIn(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    protected override IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> ElementsOf(IEnumerable<HashedKey<TKey>> keys) => table.ReadKeys(keys);

    protected override bool FindEntriesOf(TKey key, int hash, KeyWindow window, ScanSlice slice) => table.FindEntries(key, hash, default!, window, slice);

    protected override bool TryWriteEntry(ByteWriter writer, TKey key, int hash, byte[] mapKey)
    {
        var reader = new ByteReader(mapKey);
        var typed = mapKeys.Deserialize(ref reader);
        if (reader.Remaining > 0) throw new SerializationException($"{reader.Remaining} bytes follow a key within a map of state '{Header.Name}'.");
        if (!table.TryLook(key, hash, default!, typed, out var value)) return false;
        values.Serialize(writer, value);
        return true;
    }

    protected override void WriteMapKey(ByteWriter writer, KeyValuePair<TMapKey, TMapValue> element) => mapKeys.Serialize(writer, element.Key);

    protected override void WriteValue(ByteWriter writer, KeyValuePair<TMapKey, TMapValue> element) => values.Serialize(writer, element.Value);

    protected override void BeginImport(StateHeader restored) => _reader = RestoreCheck.ReaderOf(restored, values, serializers);

    protected override void Put(TKey key, int hash, TNamespace ns, StateElement element)
    {
        var mapKey = new ByteReader(element.MapKey);
        var value = new ByteReader(element.Value);
        table.Restore(key, hash, ns, new(mapKeys.Deserialize(ref mapKey), _reader!(ref value)), element.LastTouch);
    }
}
