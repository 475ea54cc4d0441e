using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

/// <summary>A frozen table of which nothing is written element by element: once it is saved, it lies in the files.</summary>
internal sealed class SavedTable(FrozenSession session) : IFrozenTable
{
    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps) => session.SaveSome(ref steps);

    public void Dispose()
    {
    }
}
