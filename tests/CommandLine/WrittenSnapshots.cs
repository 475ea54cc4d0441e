using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.CommandLine.Tests;

/// <summary>Writes snapshots as a job does: state of a scope in files, named by metadata, in the folder of a job.</summary>
internal sealed class WrittenSnapshots : IDisposable
{
    public static readonly JobId Job = new("0123456789abcdef0123456789abcdef");
    private const int MaxParallelism = 16;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowactors-command-line-");
    private int _unique;

    public string Folder => _folder.FullName;

    public string Data => Path.Join(Folder, "data");

    public string Checkpoints => Path.Join(Data, "checkpoints");

    public FileCheckpointStorage Storage(JobId? job = null) =>
        new(new LocalFileSystem(), Checkpoints, job ?? Job, () => new Guid(_unique++, 0, 0, new byte[8]));

    /// <summary>A checkpoint whose subtask 0 has state and whose subtask 1 has ended.</summary>
    /// <returns>Its folder.</returns>
    public string Checkpoint(long number, JobId? job = null, StateFileScope scope = StateFileScope.Exclusive)
    {
        var storage = Storage(job);
        var at = storage.Checkpoint(number);
        var state = Write(storage, at, number, State(), scope);
        var other = Write(storage, at, number, [1, 2, 3], StateFileScope.Exclusive);
        storage.Publish(at, Metadata(number, SnapshotKind.Checkpoint, job ?? Job, state, other));
        return at.Folder;
    }

    /// <summary>A checkpoint with a database of one file, which an earlier one has written.</summary>
    /// <returns>Its folder, and that file.</returns>
    public (string Folder, string File) Native(long number)
    {
        var storage = Storage();
        var at = storage.Checkpoint(number);
        var file = Write(storage, at, number - 1, [1, 2, 3, 4], StateFileScope.Shared);
        var metadata = Metadata(number, SnapshotKind.Checkpoint, Job, Write(storage, at, number, State(), StateFileScope.Exclusive));
        var counts = metadata.Vertices[1];
        var part = counts.Subtasks[0].Keyed[0] with { Backend = "disk", Database = new DatabaseSnapshot("db", [new DatabaseFileSnapshot("1.sst", file, true)]) };
        counts = counts with { Subtasks = [counts.Subtasks[0] with { Keyed = [part] }, counts.Subtasks[1]] };
        storage.Publish(at, metadata with { Form = SnapshotForm.Native, Vertices = [metadata.Vertices[0], counts] });
        return (at.Folder, at.File(file).Path);
    }

    /// <summary>A savepoint of that name, outside of the data folder.</summary>
    /// <returns>Its folder.</returns>
    public string Savepoint(string name, long number)
    {
        var storage = Storage();
        var at = storage.CreateSavepoint(Path.Join(Folder, name));
        storage.Publish(at, Metadata(number, SnapshotKind.Savepoint, Job, Write(storage, at, number, State(), StateFileScope.Exclusive)));
        return at.Folder;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SnapshotMetadata Metadata(long number, SnapshotKind kind, JobId job, StateHandle state, StateHandle? other = null) => new(
        number,
        kind,
        new DateTime(2026, 11, 27, 10, 30, (int)number, DateTimeKind.Utc),
        $"job {job.Value[..2]}",
        job.Value,
        Unaligned: other is not null,
        Drained: kind == SnapshotKind.Savepoint,
        [
            new(0, "source", 1, MaxParallelism, [new("src", "Lines"), new("flat", "Split")], [new(0, false, [], [], [])], other is null ? [] : [new("src", other)]),
            new(
                1, "counts", 2, MaxParallelism, [new("count", "Count")],
                [new(0, false, [new(0, MaxParallelism - 1, [state])], [state], []), new(1, true, [], [], [])], []),
        ]);

    private static StateHandle Write(FileCheckpointStorage storage, SnapshotLocation at, long number, byte[] bytes, StateFileScope scope)
    {
        using var file = storage.Create(at, new StateFileOwner(new StateFileWriterId(0, 1), number, "count", 0), scope);
        file.Write(bytes);
        return file.Complete();
    }

    private static byte[] State()
    {
        var settings = new StateScopeSettings(
            Job, 1, 1, 0, MaxParallelism, new KeyGroupRange(0, MaxParallelism - 1), [new StateOperator("count", "Count")], SerializerRegistry.Default, TimeProvider.System);
        using var scope = new MemoryStateBackend().Open(settings, CancellationToken.None);
        var keyed = scope.Keyed<string>("count");
        var counts = keyed.GetState(new ValueStateDescriptor<long>("counts"));
        var map = keyed.GetMapState(new MapStateDescriptor<int, string>("recent"));
        for (var i = 0; i < 1_500; i++)
        {
            keyed.Key.Set($"key {i}");
            counts.Update(i);
        }

        map.Put(1, "one");
        keyed.GetTimers<long>("timers").Add(5, 10);
        scope.OperatorState("count").GetListState(new ListStateDescriptor<(int, bool)>("offsets")).Update([(1, true), (2, false)]);
        var stream = new MemoryStream();
        var writer = new SnapshotFileWriter(stream, SnapshotFormat.BlockBytesTarget);
        scope.Export(writer);
        writer.Complete();
        return stream.ToArray();
    }
}
