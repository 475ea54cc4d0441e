using System.Diagnostics.CodeAnalysis;
using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A table of values as operators address it: by any spelling of a key.</summary>
internal sealed class FoldTable<TTable, TKey, T>(KeyRules<TKey> rules, string name, TTable table) : StateTable<TKey, T>
    where TTable : struct, IValueTable<TKey, VoidNamespace, T>
{
    private readonly KeySerializer<TKey> _keys = rules.Keys;

    public override long Count => table.KeyCount;

    public override ref T GetOrAdd(TKey key, out bool exists)
    {
        if (!KeyTraits<TKey>.IsPlain) key = rules.Prepare(key, name);
        return ref table.GetOrAdd(key, KeyTraits<TKey>.Hash(_keys, key), default, out exists);
    }

    public override ref T GetOrAdd(TKey key, int stableHash, out bool exists) =>
        ref table.GetOrAdd(rules.Prepare(key, name), stableHash, default, out exists);

    public override bool TryGet(TKey key, [MaybeNullWhen(false)] out T value)
    {
        key = rules.Prepare(key, name);
        return table.TryGet(key, rules.Hash(key), default, Reading.MayChange, out value);
    }

    public override bool Remove(TKey key)
    {
        key = rules.Prepare(key, name);
        return table.RemoveAll(key, rules.Hash(key), default);
    }

    public override IEnumerable<KeyValuePair<TKey, T>> Entries(int keyGroup) =>
        table.Scan(keyGroup, KeyRange.All).Select(stored => KeyValuePair.Create(stored.Key, stored.Element));
}
