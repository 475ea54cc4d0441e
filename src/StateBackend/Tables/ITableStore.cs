using FlowActors.Serialization;
using FlowActors.State.Export;

namespace FlowActors.State.Tables;

/// <summary>
/// What a backend gives to the scope of one subtask: a table for each state. Tables are structs of types that only the backend
/// knows, so it hands each to a user who is generic over it. Disposed once, on a thread that may block.
/// </summary>
internal interface ITableStore : IDisposable
{
    TResult OpenValues<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IValueTableUser<TKey, TNamespace, T, TResult> user);

    TResult OpenLists<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IListTableUser<TKey, TNamespace, T, TResult> user);

    TResult OpenMaps<TKey, TNamespace, TMapKey, TMapValue, TResult>(
        TableSettings<TKey, TNamespace> settings,
        KeySerializer<TMapKey> mapKeys,
        TypeSerializer<TMapValue> values,
        IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user)
        where TMapKey : notnull;

    TResult OpenTimers<TKey, TNamespace, TResult>(TableSettings<TKey, TNamespace> settings, ITimerTableUser<TKey, TNamespace, TResult> user);

    /// <summary>All tables are about to be frozen: those that are from now on, until what this returns is over, belong together.</summary>
    IFrozenStore Freeze(SnapshotForm form);

    /// <summary>All is about to be disposed of, first what is frozen: nothing of it needs to be kept any more.</summary>
    void BeginClose()
    {
    }

    /// <summary>Where the elements of a restored keyed state wait for an operator that asks for it.</summary>
    UnclaimedState Keep(StateHeader header);

    /// <summary>Takes in databases of this backend; see <see cref="IStateScope.Restore(IReadOnlyList{StoredDatabase})"/>.</summary>
    /// <param name="databases">The databases.</param>
    /// <param name="isWanted">Says of a state whether one of the scope's operators has it; others are left out.</param>
    /// <returns>The states that they hold.</returns>
    IReadOnlyList<UnclaimedState> Restore(IReadOnlyList<StoredDatabase> databases, Func<StateHeader, bool> isWanted);
}

/// <summary>Is handed a table of timers.</summary>
internal interface ITimerTableUser<TKey, TNamespace, TResult>
{
    TResult Use<TTable>(TTable table)
        where TTable : struct, ITimerTable<TKey, TNamespace>;
}

/// <summary>Is handed a table of values.</summary>
internal interface IValueTableUser<TKey, TNamespace, T, TResult>
{
    TResult Use<TTable>(TTable table)
        where TTable : struct, IValueTable<TKey, TNamespace, T>;
}

/// <summary>Is handed a table of lists.</summary>
internal interface IListTableUser<TKey, TNamespace, T, TResult>
{
    TResult Use<TTable, TScan>(TTable table)
        where TTable : struct, IListTable<TKey, TNamespace, T, TScan>
        where TScan : struct, IElementScan<T>;
}

/// <summary>Is handed a table of maps.</summary>
internal interface IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult>
    where TMapKey : notnull
{
    TResult Use<TTable, TScan>(TTable table)
        where TTable : struct, IMapTable<TKey, TNamespace, TMapKey, TMapValue, TScan>
        where TScan : struct, IElementScan<KeyValuePair<TMapKey, TMapValue>>;
}
