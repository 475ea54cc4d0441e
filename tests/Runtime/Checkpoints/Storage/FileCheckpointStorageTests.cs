using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Tests.Files;
using static FlowActors.Runtime.Tests.Checkpoints.Storage.StorageSamples;

namespace FlowActors.Runtime.Tests.Checkpoints.Storage;

public sealed class FileCheckpointStorageTests
{
    private readonly SimulatedFileSystem _files = new();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(65_536, false)]
    [InlineData(65_537, false)]
    [InlineData(300_000, true)]
    public void What_is_written_is_read(int length, bool shared)
    {
        var storage = NewStorage(_files);
        var (at, bytes) = (storage.Checkpoint(1), Bytes(1, length));
        var handle = Write(storage, at, Owner(1), bytes, shared ? StateFileScope.Shared : StateFileScope.Exclusive);
        Assert.Equal((length, shared), ((int)handle.Length, handle.IsShared));
        Assert.Equal(bytes, ReadAll(storage, at, handle));
        using var parts = storage.OpenParts(at, handle);
        Assert.Equal(length, parts.Length);
    }

    [Fact]
    public void Every_changed_byte_is_found_before_the_last_one_is_read()
    {
        var storage = NewStorage(_files);
        var at = storage.Checkpoint(1);
        var handle = Write(storage, at, Owner(1), Bytes(1, 100));
        var stored = _files.File(at.File(handle).Path).Bytes;
        for (var i = 0; i < stored.Count; i++)
        {
            stored[i] ^= 0x10;
            AssertFault(SnapshotFault.Damaged, at.File(handle), () => ReadAll(storage, at, handle));
            stored[i] ^= 0x10;
        }

        Assert.Equal(Bytes(1, 100), ReadAll(storage, at, handle));
        stored.RemoveAt(99);
        AssertFault(SnapshotFault.Damaged, at.File(handle), () => ReadAll(storage, at, handle));
        _files.Delete(at.File(handle).Path);
        AssertFault(SnapshotFault.Missing, at.File(handle), () => ReadAll(storage, at, handle));
        _files.Before = (_, _) => throw new UnauthorizedAccessException("Not yours.");
        AssertFault(SnapshotFault.Refused, at.File(handle), () => ReadAll(storage, at, handle));
    }

    [Fact]
    public void A_snapshot_without_shared_files_can_be_moved()
    {
        var storage = NewStorage(_files);
        var at = storage.CreateSavepoint("/elsewhere/mine");
        var handle = Write(storage, at, Owner(3), Bytes(1, 10));
        storage.Publish(at, MetadataOf(3, [handle], SnapshotKind.Savepoint));
        var moved = new SnapshotLocation("/moved");
        foreach (var file in _files.FilesIn(at.Folder)) _files.Put(Path.Join(moved.Folder, file), [.. _files.File(Path.Join(at.Folder, file)).Bytes]);
        foreach (var file in _files.FilesIn(at.Folder).ToArray()) _files.Delete(Path.Join(at.Folder, file));
        var read = storage.ReadMetadata(moved);
        Assert.Equal(Bytes(1, 10), ReadAll(storage, moved, read.Handles().Single()));
    }

    [Fact]
    public void Metadata_is_written_once()
    {
        var storage = NewStorage(_files);
        storage.Publish(storage.Checkpoint(1), MetadataOf(1, []));
        Assert.Throws<SnapshotWriteException>(() => storage.Publish(storage.Checkpoint(1), MetadataOf(2, [])));
        Assert.Equal(1, storage.ReadMetadata(storage.Checkpoint(1)).Checkpoint);
    }

    [Fact]
    public void A_savepoint_is_refused_where_something_is_and_where_checkpoints_are()
    {
        var storage = NewStorage(_files);
        _files.Put("/mine/file", 1);
        Assert.Contains("/mine", Assert.Throws<SnapshotWriteException>(() => storage.CreateSavepoint("/mine")).Message, StringComparison.Ordinal);
        Assert.Throws<SnapshotWriteException>(() => storage.CreateSavepoint(storage.Checkpoint(1).Folder));
        Assert.Throws<SnapshotWriteException>(() => storage.CreateSavepoint($"{Folder}/x/../{Job}"));
        _files.CreateFolder("/empty");
        Assert.Equal("/empty", storage.CreateSavepoint("/empty/").Folder);
    }

    [Fact]
    public void A_savepoint_has_no_shared_files()
    {
        var storage = NewStorage(_files);
        var at = storage.CreateSavepoint("/mine");
        Assert.Throws<ArgumentException>(() => storage.Create(at, Owner(1), StateFileScope.Shared));
        Assert.Empty(_files.AllFiles());
    }

    [Fact]
    public void Missing_metadata_is_named() =>
        AssertFault(SnapshotFault.Missing, new SnapshotLocation("/none").Metadata, () => NewStorage(_files).ReadMetadata(new("/none")));

    [Theory]
    [InlineData(FileCall.CreateFolder)]
    [InlineData(FileCall.Create)]
    [InlineData(FileCall.Write)]
    [InlineData(FileCall.Flush)]
    [InlineData(FileCall.FlushFolder)]
    public void A_full_or_forbidden_disk_is_said_with_the_file_which_is_removed(object at)
    {
        var storage = NewStorage(_files);
        foreach (var failure in new Exception[] { new IOException("No space left on device."), new UnauthorizedAccessException("Access is denied.") })
        {
            _files.FailWhen((call, _) => call.Equals(at), failure);
            var said = Assert.Throws<SnapshotWriteException>(() => Write(storage, storage.Checkpoint(1), Owner(1), Bytes(1, 70_000)));
            Assert.Contains(failure.Message, said.Message, StringComparison.Ordinal);
            Assert.Contains(storage.Checkpoint(1).Folder, said.Message, StringComparison.Ordinal);
            _files.Before = (_, _) => { };
            Assert.Empty(storage.ListCheckpoints());
        }
    }

    [Fact]
    public void A_file_that_is_given_up_is_removed()
    {
        var storage = NewStorage(_files);
        using (var file = storage.Create(storage.Checkpoint(1), Owner(1), StateFileScope.Exclusive)) file.Write([1]);
        Assert.Empty(_files.AllFiles());
    }

    [Fact]
    public void A_slow_disk_holds_up_nobody_else()
    {
        var storage = NewStorage(_files);
        using var release = new ManualResetEventSlim();
        using var slow = new ManualResetEventSlim();
        var handle = Write(storage, storage.Checkpoint(1), Owner(1), [1]);
        var held = storage.Create(storage.Checkpoint(2), Owner(2), StateFileScope.Exclusive);
        _files.Before = (call, _) =>
        {
            if (call != FileCall.Flush) return;
            slow.Set();
            release.Wait();
        };
        var writer = new Thread(() => held.Complete());
        writer.Start();
        slow.Wait();
        Assert.Equal([1], ReadAll(storage, storage.Checkpoint(1), handle));
        release.Set();
        writer.Join();
        Assert.Equal(2, storage.ListCheckpoints().Count);
    }

    [Fact]
    public void Only_names_of_the_job_are_listed()
    {
        var storage = NewStorage(_files);
        var other = NewStorage(_files, first: 500, job: new JobId(new string('f', 32)));
        var root = Path.GetDirectoryName(storage.Checkpoint(1).Folder)!;
        var mine = Write(storage, storage.Checkpoint(1), Owner(1, attempt: 4), [1], StateFileScope.Shared);
        storage.Publish(storage.Checkpoint(1), MetadataOf(1, [mine]));
        var foreign = Write(other, storage.Checkpoint(1), Owner(1), [1]);
        _files.Put($"{root}/chk-1/notes.txt", 1);
        _files.Put($"{root}/chk-01/_metadata", 1);
        _files.Put($"{root}/_metadata", 1);
        _files.Put($"{root}/shared/_metadata", 1);
        _files.Put($"{root}/mine/{Path.GetFileName(mine.Name)}", 1);
        _files.Put($"{root}/chk-1/{foreign.Name}.bak", 1);
        Assert.Equal(
            [new(storage.Checkpoint(1).Metadata, null), new(storage.Checkpoint(1).File(mine), new StateFileWriterId(0, 4))],
            storage.ListCheckpoints().OrderBy(file => file.File.Path, StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_left_of_a_savepoint_is_listed_until_it_is_complete()
    {
        var storage = NewStorage(_files);
        var at = storage.CreateSavepoint("/mine");
        var handle = Write(storage, at, Owner(1), [1]);
        _files.Put("/mine/notes.txt", 1);
        Assert.Equal([at.File(handle)], storage.ListIncomplete(at, Job).Select(file => file.File));
        storage.Publish(at, MetadataOf(1, [handle], SnapshotKind.Savepoint));
        Assert.Empty(storage.ListIncomplete(at, Job));
    }

    [Fact]
    public void Metadata_that_cannot_be_deleted_keeps_its_files()
    {
        var storage = NewStorage(_files);
        var at = storage.Checkpoint(1);
        var handle = Write(storage, at, Owner(1), [1]);
        var metadata = MetadataOf(1, [handle]);
        storage.Publish(at, metadata);
        _files.FailWhen((call, path) => call == FileCall.Delete && path == at.Metadata.Path, new IOException("Busy."));
        Assert.Contains("Busy.", Assert.Throws<SnapshotWriteException>(() => storage.Delete(at.FilesOf(metadata))).Message, StringComparison.Ordinal);
        Assert.Equal([1], ReadAll(storage, at, handle));
        _files.Before = (_, _) => { };
        storage.Delete(at.FilesOf(metadata));
        storage.Delete(at.FilesOf(metadata));
        Assert.Empty(_files.AllFiles());
        Assert.False(_files.FolderExists(at.Folder));
    }

    [Fact]
    public void The_disk_of_the_machine_serves_too()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-storage-").FullName;
        try
        {
            var storage = new FileCheckpointStorage(new LocalFileSystem(), folder, Job, Guid.NewGuid);
            var at = storage.Checkpoint(1);
            var handles = Enum.GetValues<StateFileScope>().Select(scope => Write(storage, at, Owner(1), Bytes(2, 100_000), scope)).ToArray();
            storage.Publish(at, MetadataOf(1, handles));
            var read = storage.ReadMetadata(at);
            Assert.Equal(handles, read.Handles());
            Assert.All(handles, handle => Assert.Equal(Bytes(2, 100_000), ReadAll(storage, at, handle)));
            Assert.Equal(3, storage.ListCheckpoints().Count);
            storage.Delete(at.FilesOf(read));
            Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertFault(SnapshotFault fault, StoredFile file, Func<object> read)
    {
        var failure = Assert.Throws<SnapshotReadException>(() => read());
        Assert.Equal((fault, file.Path), (failure.Fault, failure.FilePath));
        Assert.Contains(file.Path, failure.Message, StringComparison.Ordinal);
    }
}
