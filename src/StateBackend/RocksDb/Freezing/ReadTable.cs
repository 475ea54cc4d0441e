using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

/// <summary>A frozen table whose elements are read, once all is saved, from the snapshot of the database and written one by one.</summary>
/// <param name="session">The frozen state.</param>
/// <param name="form">How its stored keys are parted.</param>
/// <param name="owned">Disposed with it: where the table alone was frozen.</param>
internal sealed class ReadTable(FrozenSession session, StoredForm form, IDisposable? owned = null) : IFrozenTable
{
    private RocksIterator? _elements;
    private int _group = -1;

    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        if (!session.SaveSome(ref steps)) return false;
        if (_group != keyGroup)
        {
            _elements?.Dispose();
            _elements = session.Read(form, keyGroup);
            _group = keyGroup;
        }

        for (; _elements is { IsValid: true }; _elements.Next())
        {
            if (steps-- <= 0) return false;
            form.Write(keyGroup, number, _elements.Key, _elements.Value, writer);
        }

        _elements?.Dispose();
        _elements = null;
        return true;
    }

    public void Dispose()
    {
        _elements?.Dispose();
        owned?.Dispose();
    }
}
