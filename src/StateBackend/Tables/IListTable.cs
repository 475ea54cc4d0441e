using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Tables;

/// <summary>A list for each key and namespace.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TNamespace">The namespaces.</typeparam>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TScan">Reads the elements of one key and namespace.</typeparam>
internal interface IListTable<TKey, TNamespace, T, TScan> : IStateTable<TKey, TNamespace, T>
    where TScan : struct, IElementScan<T>
{
    void Append(TKey key, int hash, TNamespace ns, T value);

    /// <summary>Appends all of them, at least one.</summary>
    void AppendAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values);

    /// <summary>Puts these, at least one, in the place of what there was.</summary>
    void PutAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values);

    /// <summary>The elements in the order of the list; good until the table is changed.</summary>
    TScan Elements(TKey key, int hash, TNamespace ns, Reading reading);
}

/// <summary>Reads elements one after the other.</summary>
internal interface IElementScan<T>
{
    /// <summary>The next one; false at the end, and from then on.</summary>
    bool TryNext([MaybeNullWhen(false)] out T element);

    /// <summary>Puts another in the place of the one that was read last; the reading goes on as if nothing had happened.</summary>
    void Replace(T element);

    /// <summary>Begins again with the first one.</summary>
    void Restart();
}
