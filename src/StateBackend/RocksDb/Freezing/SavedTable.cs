using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

/// <summary>A frozen table of which nothing is written element by element: its store saves it into files.</summary>
internal sealed class SavedTable : IFrozenTable
{
    public static SavedTable Instance { get; } = new();

    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps) => true;

    public void Dispose()
    {
    }
}
