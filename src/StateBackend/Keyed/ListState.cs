using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class ListState<TTable, TScan, TKey, T>(KeyAtHand<TKey> at, TTable table, string name, string operatorName)
    : ScannedState<TKey>(at, name, operatorName), IListState<T>
    where TTable : struct, IListTable<TKey, VoidNamespace, T, TScan>
    where TScan : struct, IElementScan<T>
{
    public IEnumerable<T> Get() => Elements(Reading.MayChange);

    public IEnumerable<T> Peek() => Elements(Reading.Peeks);

    public void Add(T value)
    {
        Changes++;
        table.Append(At.Key, At.Hash, default, value);
    }

    public void AddAll(IEnumerable<T> values)
    {
        // Taken whole first: the values may be made from this very list, or fail half-way.
        T[] added = [.. values];
        if (added.Length == 0) return;
        table.AppendAll(At.Key, At.Hash, default, added);
        Changes++;
    }

    public void Update(IEnumerable<T> values)
    {
        T[] replacement = [.. values];
        if (replacement.Length == 0)
        {
            Clear();
            return;
        }

        table.PutAll(At.Key, At.Hash, default, replacement);
        Changes++;
    }

    public void Clear()
    {
        table.RemoveAll(At.Key, At.Hash, default);
        Changes++;
    }

    private KeyElements<TScan, TKey, T> Elements(Reading reading) => new(this, At, table.Elements(At.Key, At.Hash, default, reading));
}
