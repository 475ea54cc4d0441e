using FlowActors.Serialization;
using FlowActors.State.RocksDb.Freezing;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Timers;

internal static class FrozenTimers
{
    /// <summary>The frozen timers: near ones from memory; in the canonical form those of the database among them, in the order of all.</summary>
    public static IFrozenTable Of<TKey, TNamespace>(
        StateDatabase database, StoredState state, TableSettings<TKey, TNamespace> settings, IFrozenTable near)
    {
        var session = FrozenTables.Join(database, out var owned);
        return session.Form == SnapshotForm.Native ? near : new MergedTimers<TKey, TNamespace>(session, state, settings, near, owned);
    }
}

/// <summary>Those in memory and those of the database, each in order, as one order.</summary>
internal sealed class MergedTimers<TKey, TNamespace>(
    FrozenSession session, StoredState state, TableSettings<TKey, TNamespace> settings, IFrozenTable near, IDisposable? owned)
    : IFrozenTable, IStateWriter
{
    private readonly TimerCoder<TKey, TNamespace> _coder = new(settings);
    private readonly StoredForm _form = new(state);
    private RocksIterator? _far;
    private IStateWriter? _writer;
    private int _group = -1;
    private bool _isNearWritten;

    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        if (!session.SaveSome(ref steps)) return false;
        if (_group != keyGroup)
        {
            _far?.Dispose();
            _far = session.Read(_form, keyGroup);
            (_group, _isNearWritten) = (keyGroup, false);
        }

        _writer = writer;
        if (!_isNearWritten && !near.WriteSome(keyGroup, number, this, ref steps)) return false;
        _isNearWritten = true;
        for (; _far is { IsValid: true }; _far.Next())
        {
            if (steps-- <= 0) return false;
            WriteFar(number);
        }

        _far?.Dispose();
        _far = null;
        return true;
    }

    public void Add(int state, StateHeader header)
    {
    }

    public void Write(int state, in StateElement element)
    {
        var place = PlaceOf(element);
        for (; _far is { IsValid: true } && TimerCoder<TKey, TNamespace>.PlaceIn(_far.Key).SequenceCompareTo(place) < 0; _far.Next()) WriteFar(state);
        _writer!.Write(state, element);
    }

    public void Dispose()
    {
        _far?.Dispose();
        near.Dispose();
        owned?.Dispose();
    }

    private void WriteFar(int number) => _form.Write(_group, number, _far!.Key, _far.Value, _writer!);

    private ReadOnlySpan<byte> PlaceOf(in StateElement element)
    {
        var keyBytes = new ByteReader(element.Key);
        var key = settings.Keys.Keys.Deserialize(ref keyBytes);
        return _coder.PlaceOf(key, settings.Keys.Hash(key), settings.Namespaces.Read(element.Namespace), new ByteReader(element.Value).ReadInt64());
    }
}
