using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// A state of which the hot part lies in memory as objects: what its database knows of it. All tables of a subtask write through one lot. Used on the
/// subtask's thread.
/// </summary>
internal abstract class CachedTable : IDisposable
{
    protected CachedTable(StateDatabase database, ObjectShare share)
    {
        Database = database;
        Share = share;
        database.Add(this);
    }

    /// <summary>How often an entry was asked for; read on any thread, about.</summary>
    public long Accesses { get; protected set; }

    /// <summary>How often it was not in memory.</summary>
    public long Misses { get; protected set; }

    /// <summary>How many objects there are in memory, by which its bytes are reckoned: entries, and elements of lists and maps.</summary>
    public long Weight { get; protected set; }

    protected StateDatabase Database { get; }

    /// <summary>The memory that its objects may take.</summary>
    protected ObjectShare Share { get; }

    /// <summary>What is dirty now belongs to the frozen state; what becomes dirty from here on does not.</summary>
    public abstract void BeginFrozen();

    /// <summary>Writes what was dirty when the state was frozen into the lot, by and by; true when all of it is there.</summary>
    public abstract bool SaveFrozen(ref int steps);

    /// <summary>The frozen state is wanted by nobody any more, or all of it is written.</summary>
    public abstract void EndFrozen();

    /// <summary>Lets entries leave, as if memory were short: which is how tests make a cache forget.</summary>
    /// <param name="all">All that may leave, or some.</param>
    public abstract void Evict(bool all);

    public virtual void Dispose() => Share.Dispose();
}
