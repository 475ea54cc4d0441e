using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Storage;

/// <summary>A job's storage with names from a counter.</summary>
internal static class StorageSamples
{
    public const string Folder = "/data/checkpoints";
    public static readonly JobId Job = new("0123456789abcdef0123456789abcdef");

    public static FileCheckpointStorage NewStorage(SimulatedFileSystem files, int first = 0, JobId? job = null)
    {
        var next = first;
        return new FileCheckpointStorage(files, Folder, job ?? Job, () => new Guid(next++, 0, 0, new byte[8]));
    }

    public static StateFileOwner Owner(long checkpoint, int attempt = 1) => new(new(0, attempt), checkpoint, "uid of any form /\\ ü", 0);

    public static StateHandle Write(
        ICheckpointStorage storage, SnapshotLocation at, StateFileOwner owner, byte[] bytes, StateFileScope scope = StateFileScope.Exclusive)
    {
        using var file = storage.Create(at, owner, scope);
        file.Write(bytes);
        return file.Complete();
    }

    public static SnapshotMetadata MetadataOf(long checkpoint, IReadOnlyList<StateHandle> files, SnapshotKind kind = SnapshotKind.Checkpoint) => new(
        checkpoint,
        kind,
        new DateTime(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc),
        "job",
        Job.Value,
        false,
        false,
        [new(0, "vertex", 1, 128, [new("uid", "Operator")], [new(0, false, [], files, [])], [])]);

    public static byte[] ReadAll(ICheckpointStorage storage, SnapshotLocation at, StateHandle handle)
    {
        using var stream = storage.Read(at, handle);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
