using FlowActors.Serialization;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>A state of a database: what its number stands for, and how much there is of it.</summary>
/// <param name="number">Its number in the stored keys.</param>
/// <param name="header">What it is.</param>
/// <param name="isTimed">Whether a time of 8 bytes stands before each value.</param>
/// <param name="isRaw">Whether it is timers as they were restored, whose keys nobody could hash yet.</param>
internal sealed class StoredState(int number, StateHeader header, bool isTimed, bool isRaw = false)
{
    public int Number => number;

    public StateHeader Header => header;

    public bool IsTimed => isTimed;

    public bool IsRaw => isRaw;

    /// <summary>How many keys, with their namespaces, have elements; kept by its table, an estimate.</summary>
    public long KeyCount { get; set; }

    /// <summary>How many elements there are; kept by its table, an estimate but for timers.</summary>
    public long ElementCount { get; set; }

    /// <summary>The number of the list element that comes next.</summary>
    public long NextElement { get; set; }
}

/// <summary>The states of a database by number. It is an entry of the database itself, which so says all of what it holds. Version 1.</summary>
internal sealed class StateDirectory
{
    private const uint Version = 1;
    private const int Timed = 1;
    private const int Raw = 2;

    private readonly SortedDictionary<int, StoredState> _states = [];
    private int _next;

    /// <summary>The key of the entry: behind all state.</summary>
    public static ReadOnlySpan<byte> Key => [0xFF, 0xFF, 0, 0];

    public IReadOnlyCollection<StoredState> States => _states.Values;

    /// <summary>A new state, without elements.</summary>
    public StoredState Add(StateHeader header, bool isTimed, bool isRaw = false)
    {
        if (_next > ushort.MaxValue) throw new InvalidOperationException("A subtask has 65,536 keyed states at most.");
        var state = new StoredState(_next++, header, isTimed, isRaw);
        _states.Add(state.Number, state);
        return state;
    }

    public void Remove(StoredState state) => _states.Remove(state.Number);

    /// <summary>
    /// Keeps how much there is now, to be written once all of that is saved: only then the numbers of list elements are known.
    /// </summary>
    public Func<byte[]> Freeze()
    {
        var states = _states.Values.Select(s => (State: s, s.KeyCount, s.ElementCount)).ToArray();
        return () => ToBytes(states);
    }

    private static byte[] ToBytes((StoredState State, long KeyCount, long ElementCount)[] states)
    {
        var writer = new ByteWriter();
        writer.WriteVarUInt32(Version);
        StateHeaderBytes.WriteAll(writer, states.ToDictionary(s => s.State.Number, s => s.State.Header));
        foreach (var (state, keyCount, elementCount) in states)
        {
            writer.WriteByte((byte)((state.IsTimed ? Timed : 0) | (state.IsRaw ? Raw : 0)));
            writer.WriteInt64(keyCount);
            writer.WriteInt64(elementCount);
            writer.WriteInt64(state.NextElement);
        }

        return writer.WrittenSpan.ToArray();
    }

    /// <exception cref="SerializationException">The bytes are not those of a directory.</exception>
    /// <exception cref="NotSupportedException">A newer version has written it.</exception>
    public static StateDirectory Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var version = reader.ReadVarUInt32();
        if (version != Version)
        {
            throw new NotSupportedException(
                $"The database was written in version {version} of the layout, and this build knows version {Version}: a newer build has written it.");
        }

        var directory = new StateDirectory();
        foreach (var (number, header) in StateHeaderBytes.ReadAll(ref reader))
        {
            var flags = reader.ReadByte();
            directory._states.Add(number, new StoredState(number, header, (flags & Timed) != 0, (flags & Raw) != 0)
            {
                KeyCount = reader.ReadInt64(),
                ElementCount = reader.ReadInt64(),
                NextElement = reader.ReadInt64(),
            });
            directory._next = Math.Max(directory._next, number + 1);
        }

        return directory;
    }
}
