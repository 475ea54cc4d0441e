using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class ValueState<TTable, TKey, T>(KeyAtHand<TKey> at, TTable table, FoldTable<TTable, TKey, T> fold)
    : IValueState<T>, ITableHolder<TKey, T>
    where TTable : struct, IValueTable<TKey, VoidNamespace, T>
{
    public StateTable<TKey, T> Table => fold;

    public bool TryGet([MaybeNullWhen(false)] out T value) => table.TryGet(at.Key, at.Hash, default, Reading.MayChange, out value);

    public bool TryPeek([MaybeNullWhen(false)] out T value) => table.TryGet(at.Key, at.Hash, default, Reading.Peeks, out value);

    public T? Value() => table.TryGet(at.Key, at.Hash, default, Reading.MayChange, out var value) ? value : default;

    public void Update(T value)
    {
        if (value is null) Clear();
        else table.Put(at.Key, at.Hash, default, value);
    }

    public void Clear() => table.RemoveAll(at.Key, at.Hash, default);
}
