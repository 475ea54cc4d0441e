using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;
using FlowActors.State.Ttl;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>How the entries of one state are parted into elements, also by who does not know its types.</summary>
/// <param name="state">The state.</param>
/// <param name="partsTimes">Whether the time before each value is to be told apart from it.</param>
internal sealed class StoredForm(StoredState state, bool partsTimes = false)
{
    private readonly StateKind _kind = state.Header.Kind;
    private readonly bool _hasTrailer = state.Header.Namespace is not null || FamilyOf(state.Header.Kind) == StateDatabase.Ordered;
    private readonly int _head = state.Header.Kind != StateKind.Timers ? 0 : sizeof(long) + (state.IsRaw ? sizeof(long) : sizeof(uint));
    private readonly bool _partsTimes = partsTimes && state.IsTimed;

    /// <summary>Which family the elements of a kind lie in.</summary>
    public static int FamilyOf(StateKind kind) => kind is StateKind.List or StateKind.Map or StateKind.Timers ? StateDatabase.Ordered : StateDatabase.Points;

    /// <summary>The entries of a key group in their order; null where there are none.</summary>
    public RocksIterator? Iterate(StateDatabase database, int keyGroup, RocksSnapshot? at)
    {
        var from = StoredKeys.PrefixOf(keyGroup, state.Number);
        return database.Iterate(FamilyOf(_kind), from, KeyRange.EndOf(from), at);
    }

    public void Write(int keyGroup, int number, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> value, IStateWriter writer)
    {
        var parts = _hasTrailer ? StoredKeys.PartsOf(stored, _head) : new StoredParts { Key = stored[StoredKeys.Prefix..] };
        long? lastTouch = null;
        if (_partsTimes)
        {
            value = TimedSerializer.Part(value, out var time);
            lastTouch = time;
        }

        writer.Write(number, new StateElement
        {
            KeyGroup = keyGroup,
            Key = parts.Key,
            Namespace = parts.Namespace,
            MapKey = _kind == StateKind.Map ? parts.Last : default,
            Value = value,
            LastTouch = lastTouch,
        });
    }
}
