using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Checkpoints.Storage;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;
using FlowActors.State.Snapshots.Stored;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Reading;

/// <summary>A checkpoint of one vertex with keyed states of texts, in files of the storage that is the product's.</summary>
internal sealed class WrittenCheckpoint
{
    public const string Uid = "uid";

    private readonly FileCheckpointStorage _storage;

    /// <param name="elements">What it holds, by the name of the state.</param>
    /// <param name="maxParallelism">The number of key groups.</param>
    /// <param name="parallelism">The number of subtasks.</param>
    /// <param name="queryable">What each subtask says of the states that may be read; null for nothing.</param>
    /// <param name="valueOf">The schema of the values that a subtask writes.</param>
    /// <param name="hasDatabases">Whether each subtask has a database beside its file.</param>
    public WrittenCheckpoint(
        IReadOnlyDictionary<string, List<WrittenElement>> elements, int maxParallelism, int parallelism, IReadOnlyList<QueryableState>? queryable, Func<int, TypeSchema>? valueOf = null,
        bool hasDatabases = false)
    {
        Files = new SimulatedFileSystem();
        _storage = StorageSamples.NewStorage(Files);
        var subtasks = Enumerable.Range(0, parallelism).Select(i =>
        {
            var groups = KeyGroups.RangeOf(i, maxParallelism, parallelism);
            var keyed = new KeyedStateSnapshot(groups.Start, groups.End, [Write(elements, groups, maxParallelism, valueOf?.Invoke(i))]);
            if (hasDatabases) keyed = keyed with { Backend = "disk", Database = new DatabaseSnapshot($"{i}", []) };
            return new SubtaskSnapshot(i, false, [keyed], [], []) { Queryable = queryable };
        });
        var metadata = new SnapshotMetadata(
            1, SnapshotKind.Checkpoint, new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc), "job", StorageSamples.Job.Value, Unaligned: true, Drained: false,
            [new VertexSnapshot(0, "vertex", parallelism, maxParallelism, [new OperatorSummary(Uid, "Operator")], [.. subtasks], [])]);
        _storage.Publish(At, metadata);
    }

    public SimulatedFileSystem Files { get; }

    public SnapshotLocation At => _storage.Checkpoint(1);

    public static byte[] KeyOf(string text)
    {
        var bytes = new ByteWriter();
        SerializerRegistry.Default.GetKey<string>().Serialize(bytes, text);
        return bytes.WrittenSpan.ToArray();
    }

    public static int GroupOf(string key, int maxParallelism) => KeyGroups.Assign(SerializerRegistry.Default.GetKey<string>().StableHash(key), maxParallelism);

    public StoredCheckpoint Open(bool isAllReadable = false, Func<StoredDatabase, IStoredStates>? database = null) =>
        new(_storage, At, (_, stored) => database is null ? throw new InvalidOperationException("There is no database.") : database(stored), isAllReadable);

    private StateHandle Write(IReadOnlyDictionary<string, List<WrittenElement>> elements, KeyGroupRange groups, int maxParallelism, TypeSchema? value)
    {
        using var stream = new MemoryStream();
        var writer = new SnapshotFileWriter(stream, blockBytes: 200);
        foreach (var (number, (name, all)) in elements.Index())
        {
            var kind = Enum.Parse<StateKind>(name, ignoreCase: true);
            var (texts, longs) = (SerializerRegistry.Default.GetKey<string>().Schema, SerializerRegistry.Default.Get<long>().Schema);
            writer.Add(number, new StateHeader(Uid, "Operator", name, kind, texts, null, kind == StateKind.Map ? texts : null, value ?? longs));
        }

        foreach (var group in Enumerable.Range(groups.Start, groups.Count))
        {
            foreach (var (number, (_, all)) in elements.Index())
            {
                foreach (var element in all.Where(e => GroupOf(e.Key, maxParallelism) == group).OrderBy(e => KeyOf(e.Key), ByBytes.Instance).ThenBy(e => e.MapKey, ByBytes.Instance))
                    element.WriteTo(writer, number, group);
            }
        }

        writer.Complete();
        return StorageSamples.Write(_storage, At, StorageSamples.Owner(1), stream.ToArray());
    }
}

/// <summary>An element of a state, of a list in the order of writing.</summary>
internal sealed record WrittenElement(string Key, byte[] MapKey, byte[] Value, long? LastTouch)
{
    public void WriteTo(SnapshotFileWriter writer, int state, int keyGroup) => writer.Write(
        state, new StateElement { KeyGroup = keyGroup, Key = WrittenCheckpoint.KeyOf(Key), MapKey = MapKey, Value = Value, LastTouch = LastTouch });
}

/// <summary>Unsigned bytes in their order.</summary>
internal sealed class ByBytes : IComparer<byte[]>
{
    public static readonly ByBytes Instance = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
