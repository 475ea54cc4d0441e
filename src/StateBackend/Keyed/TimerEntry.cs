using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>Timers, whose times are what is written as values.</summary>
internal sealed class TimerEntry<TTable, TKey, TNamespace>(
    TableSettings<TKey, TNamespace> settings,
    StateSignature signature,
    StateHeader header,
    object state,
    TTable table,
    TypeSerializer<long> times,
    SerializerRegistry serializers) : KeyedEntry<TKey, TNamespace, long>(settings, signature, header, state)
    where TTable : struct, ITimerTable<TKey, TNamespace>
{
    private ValueReader<long>? _reader;

    public override IFrozenTable Freeze() => table.Freeze();

    public override bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    protected override long KeyCount => table.Count;

    protected override long ElementCount => table.Count;

    protected override IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys) => table.Scan(keyGroup, keys);

    protected override IEnumerable<long> ElementsOf(TKey key, int hash) => throw ByGroupOnly();

    protected override bool FindKeysIn(KeyWindow window, ScanSlice slice) => throw ByGroupOnly();

    protected override IEnumerable<StoredElement<TKey, TNamespace, long>> ElementsOf(IEnumerable<HashedKey<TKey>> keys) => throw ByGroupOnly();

    protected override void WriteValue(ByteWriter writer, long element) => times.Serialize(writer, element);

    protected override void BeginImport(StateHeader restored) => _reader = RestoreCheck.ReaderOf(restored, times, serializers);

    protected override void Put(TKey key, int hash, TNamespace ns, StateElement element)
    {
        var bytes = new ByteReader(element.Value);
        table.Add(key, hash, ns, _reader!(ref bytes));
    }

    private static NotSupportedException ByGroupOnly() => new("Timers are read by key group only.");
}
