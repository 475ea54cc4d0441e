using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

/// <summary>Tables that are frozen: as a part of the state that is, or alone.</summary>
internal static class FrozenTables
{
    /// <summary>Values, lists or maps: saved into files, or read from a snapshot of the database.</summary>
    public static IFrozenTable Of(StateDatabase database, StoredState state)
    {
        var session = Join(database, out var owned);
        return session.Form == SnapshotForm.Native ? SavedTable.Instance : new ReadTable(session, new StoredForm(state), owned);
    }

    /// <summary>The frozen state that a table belongs to.</summary>
    /// <param name="database">Where it lies.</param>
    /// <param name="owned">To be disposed with the table, where it is frozen alone; null else.</param>
    public static FrozenSession Join(StateDatabase database, out IDisposable? owned)
    {
        var isAlone = database.Frozen is not { IsOver: false };
        var session = isAlone ? database.Freeze(SnapshotForm.Canonical) : database.Frozen!;
        owned = isAlone ? session : null;
        return session;
    }
}
