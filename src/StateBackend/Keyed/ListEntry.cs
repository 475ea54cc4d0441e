using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A state that keeps a list for each key.</summary>
internal sealed class ListEntry<TTable, TScan, TKey, TNamespace, T>(
    TableSettings<TKey, TNamespace> settings,
    StateSignature signature,
    StateHeader header,
    object state,
    TTable table,
    TypeSerializer<T> values,
    SerializerRegistry serializers) : KeyedEntry<TKey, TNamespace, T>(settings, signature, header, state)
    where TTable : struct, IListTable<TKey, TNamespace, T, TScan>
    where TScan : struct, IElementScan<T>
{
    private ValueReader<T>? _reader;

    public override IFrozenTable Freeze() => table.Freeze();

    public override bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    protected override long KeyCount => table.KeyCount;

    protected override long ElementCount => table.ElementCount;

    protected override IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys) => table.Scan(keyGroup, keys);

    protected override IEnumerable<T> ElementsOf(TKey key, int hash)
    {
        for (var scan = table.Elements(key, hash, default!, Reading.Peeks); scan.TryNext(out var element);) yield return element;
    }

    protected override bool FindKeysIn(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    protected override IEnumerable<StoredElement<TKey, TNamespace, T>> ElementsOf(IEnumerable<HashedKey<TKey>> keys) => table.ReadKeys(keys);

    protected override void WriteValue(ByteWriter writer, T element) => values.Serialize(writer, element);

    protected override void BeginImport(StateHeader restored) => _reader = RestoreCheck.ReaderOf(restored, values, serializers);

    protected override void Put(TKey key, int hash, TNamespace ns, StateElement element)
    {
        var bytes = new ByteReader(element.Value);
        table.Restore(key, hash, ns, _reader!(ref bytes), element.LastTouch);
    }
}
