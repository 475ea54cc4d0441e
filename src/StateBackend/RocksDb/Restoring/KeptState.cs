using System.Buffers.Binary;
using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.RocksDb.Freezing;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Restoring;

/// <summary>
/// A restored state that lies in the database until an operator asks for it, in the very form in which its table will keep it: then the table takes it as
/// it is. Only timers wait in another one, as their place depends on the hash of a key whose type nobody knows.
/// </summary>
/// <param name="database">Where it lies.</param>
/// <param name="header">What it is.</param>
/// <param name="groups">The key groups that live here.</param>
/// <param name="time">The time from which elements without one count, among others that have one.</param>
internal sealed class KeptState(StateDatabase database, StateHeader header, KeyGroupRange groups, TimeProvider time) : UnclaimedState(header)
{
    private readonly ByteWriter _counted = new();
    private long _count;

    /// <summary>What of it has the form of its table; null for nothing.</summary>
    public StoredState? State { get; set; }

    /// <summary>Timers as they came; null for none.</summary>
    public StoredState? Raw { get; set; }

    private bool IsGrouped => Header.Kind is StateKind.List or StateKind.Map;

    public override void Add(in StateElement element)
    {
        var state = Header.Kind == StateKind.Timers
            ? Raw ??= database.Directory.Add(Header, isTimed: false, isRaw: true)
            : State ??= database.Directory.Add(Header, element.LastTouch is not null);
        if (IsGrouped) CountKey(state, in element);
        else state.KeyCount++;
        state.ElementCount++;
        var bytes = database.Lot.Begin();
        WriteKey(bytes, state, in element);
        var key = database.Lot.EndKey();
        if (state.IsTimed) bytes.WriteInt64(element.LastTouch ?? time.GetUtcNow().ToUnixTimeMilliseconds());
        bytes.WriteBytes(element.Value);
        database.Lot.EndPut(StoredForm.FamilyOf(Header.Kind), key);
        if (database.Lot.IsFull) database.WriteLot();
    }

    public override void Export(int keyGroup, int number, IStateWriter writer)
    {
        Complete();
        var steps = int.MaxValue;
        using var reading = new Merge(this, (form, group) => form.Iterate(database, group, null));
        reading.Write(keyGroup, number, writer, ref steps);
    }

    public override IFrozenTable Freeze()
    {
        Complete();
        var session = database.Frozen ?? throw new InvalidOperationException("Restored state is frozen with all others only.");
        return session.Form == SnapshotForm.Native ? SavedTable.Instance : new Frozen(new Merge(this, session.Read), session);
    }

    public override void Release()
    {
        Complete();
        // What is being linked has it still.
        if (!database.MayWrite && (State ?? Raw) is not null) database.FinishFrozen();
        foreach (var state in new[] { State, Raw })
        {
            if (state is null) continue;
            database.DeleteState(StoredForm.FamilyOf(Header.Kind), state.Number, groups);
            if (IsGrouped) database.DeleteState(StateDatabase.Points, state.Number, groups);
            database.Directory.Remove(state);
        }

        State = Raw = null;
    }

    /// <summary>All that was added is in the database from here on.</summary>
    public void Complete()
    {
        PutCount();
        database.WriteLot();
    }

    private static void WriteKey(ByteWriter bytes, StoredState state, in StateElement element)
    {
        StoredKeys.WritePrefix(bytes, element.KeyGroup, state.Number);
        if (state.IsRaw)
        {
            // Those of one time in the order in which they come.
            BinaryPrimitives.WriteInt64BigEndian(bytes.Append(sizeof(long)), new ByteReader(element.Value).ReadInt64() ^ long.MinValue);
            BinaryPrimitives.WriteInt64BigEndian(bytes.Append(sizeof(long)), state.NextElement++);
        }

        bytes.WriteBytes(element.Key);
        bytes.WriteBytes(element.Namespace);
        if (state.Header.Kind == StateKind.List) BinaryPrimitives.WriteInt64BigEndian(bytes.Append(sizeof(long)), state.NextElement++);
        else bytes.WriteBytes(element.MapKey);
        if (state.Header.Namespace is not null || StoredForm.FamilyOf(state.Header.Kind) == StateDatabase.Ordered)
            StoredKeys.WriteTrailer(bytes, element.Key.Length, element.Namespace.Length);
    }

    // The elements of a key come one behind the other.
    private void CountKey(StoredState state, in StateElement element)
    {
        Span<byte> prefix = stackalloc byte[StoredKeys.Prefix];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)element.KeyGroup);
        BinaryPrimitives.WriteUInt16BigEndian(prefix[2..], (ushort)state.Number);
        var counted = _counted.WrittenSpan;
        var isSame = _count > 0 && counted.StartsWith(prefix) && counted[StoredKeys.Prefix..].StartsWith(element.Key)
            && counted[(StoredKeys.Prefix + element.Key.Length)..].StartsWith(element.Namespace);
        if (!isSame)
        {
            PutCount();
            StoredKeys.WritePrefix(_counted, element.KeyGroup, state.Number);
            _counted.WriteBytes(element.Key);
            _counted.WriteBytes(element.Namespace);
            if (Header.Namespace is not null) StoredKeys.WriteTrailer(_counted, element.Key.Length, element.Namespace.Length);
            state.KeyCount++;
        }

        _count++;
    }

    private void PutCount()
    {
        if (_count == 0) return;
        database.WriteLot();
        if (database.TryGet(StateDatabase.Points, _counted.WrittenSpan, out var before))
        {
            _count += BinaryPrimitives.ReadInt64LittleEndian(before);
            State!.KeyCount--;
        }

        var bytes = database.Lot.Begin();
        bytes.WriteBytes(_counted.WrittenSpan);
        var key = database.Lot.EndKey();
        bytes.WriteInt64(_count);
        database.Lot.EndPut(StateDatabase.Points, key);
        _counted.Reset();
        _count = 0;
    }

    /// <summary>Reads what it has of a key group, timers of both forms in one order.</summary>
    private sealed class Merge(KeptState kept, Func<StoredForm, int, RocksIterator?> read) : IDisposable
    {
        private readonly StoredForm? _form = kept.State is { } state ? new StoredForm(state, partsTimes: true) : null;
        private readonly StoredForm? _rawForm = kept.Raw is { } raw ? new StoredForm(raw) : null;
        private RocksIterator? _elements;
        private RocksIterator? _raw;
        private int _group = -1;

        public bool Write(int keyGroup, int number, IStateWriter writer, ref int steps)
        {
            if (_group != keyGroup)
            {
                Dispose();
                _group = keyGroup;
                _elements = _form is null ? null : read(_form, keyGroup);
                _raw = _rawForm is null ? null : read(_rawForm, keyGroup);
            }

            while (_elements is { IsValid: true } || _raw is { IsValid: true })
            {
                if (steps-- <= 0) return false;
                var isRaw = _elements is not { IsValid: true } || (_raw is { IsValid: true } && Time(_raw).SequenceCompareTo(Time(_elements)) < 0);
                var from = (isRaw ? _raw : _elements)!;
                (isRaw ? _rawForm : _form)!.Write(keyGroup, number, from.Key, from.Value, writer);
                from.Next();
            }

            return true;
        }

        public void Dispose()
        {
            _elements?.Dispose();
            _raw?.Dispose();
            (_elements, _raw, _group) = (null, null, -1);
        }

        private static ReadOnlySpan<byte> Time(RocksIterator timers) => timers.Key.Slice(StoredKeys.Prefix, sizeof(long));
    }

    /// <summary>Keeps what it was, whoever takes it meanwhile.</summary>
    private sealed class Frozen(Merge elements, FrozenSession session) : IFrozenTable
    {
        public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
        {
            if (!session.SaveSome(ref steps)) return false;
            return elements.Write(keyGroup, number, writer, ref steps);
        }

        public void Dispose() => elements.Dispose();
    }
}
