using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

internal static class FrozenTables
{
    /// <summary>The frozen table of a state; a part of the state that is frozen as a whole, or frozen alone.</summary>
    /// <param name="database">Where it lies.</param>
    /// <param name="state">The state.</param>
    /// <param name="partsTimes">Whether the time before each value is to be told apart from it.</param>
    public static IFrozenTable Of(StateDatabase database, StoredState state, bool partsTimes = false)
    {
        var isAlone = database.Frozen is not { IsOver: false };
        var session = isAlone ? database.Freeze(SnapshotForm.Canonical) : database.Frozen!;
        return session.Form == SnapshotForm.Native
            ? new SavedTable(session)
            : new ReadTable(session, new StoredForm(state, partsTimes), isAlone ? session : null);
    }
}
