using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

internal static class FrozenTables
{
    /// <summary>The frozen table of a state; a part of the state that is frozen as a whole, or frozen alone.</summary>
    public static IFrozenTable Of(StateDatabase database, StoredState state)
    {
        var isAlone = database.Frozen is not { IsOver: false };
        var session = isAlone ? database.Freeze(SnapshotForm.Canonical) : database.Frozen!;
        return session.Form == SnapshotForm.Native
            ? new SavedTable(session)
            : new ReadTable(database, session, new StoredForm(state.Number, state.Header), isAlone ? session : null);
    }
}
