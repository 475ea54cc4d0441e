using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Storage;

/// <summary>A file that is brought to a backend is there whole, or not at all, and says why.</summary>
public sealed class FetchedFileTests
{
    private const string Target = "/local/000004.sst";
    private static readonly byte[] s_bytes = StorageSamples.Bytes(1, 300_000);
    private readonly SimulatedFileSystem _files = new();
    private readonly FileCheckpointStorage _storage;
    private readonly SnapshotLocation _at;
    private readonly StateHandle _handle;

    public FetchedFileTests()
    {
        _storage = StorageSamples.NewStorage(_files);
        _at = _storage.Checkpoint(1);
        _handle = StorageSamples.Write(_storage, _at, StorageSamples.Owner(1), s_bytes, StateFileScope.Shared);
        _files.CreateFolder("/local");
    }

    private string Source => _at.File(_handle).Path;

    [Fact]
    public void One_that_never_changes_is_the_same_file_and_stays_when_the_stored_name_goes()
    {
        _storage.Fetch(_at, _handle, Target, mayLink: true);
        Assert.Same(_files.File(Source), _files.File(Target));
        _storage.Delete([_at.File(_handle)]);
        Assert.Equal(s_bytes, _files.File(Target).Bytes);
    }

    [Fact]
    public void One_that_may_change_is_another_file()
    {
        new FileSnapshotReader(_files).Fetch(_at, _handle, Target, mayLink: false);
        Assert.NotSame(_files.File(Source), _files.File(Target));
        Assert.Equal(s_bytes, _files.File(Target).Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_damaged_one_is_named_and_not_there(bool mayLink)
    {
        _files.File(Source).Bytes[^1] ^= 1;
        var failure = Assert.Throws<SnapshotReadException>(() => _storage.Fetch(_at, _handle, Target, mayLink));
        Assert.Equal((SnapshotFault.Damaged, Source), (failure.Fault, failure.FilePath));
        Assert.DoesNotContain(Target, _files.AllFiles());
        Assert.Contains(Source, _files.AllFiles());
    }

    [Fact]
    public void One_that_is_missing_or_short_is_named()
    {
        _files.File(Source).Bytes.RemoveAt(0);
        Assert.Equal(SnapshotFault.Damaged, Assert.Throws<SnapshotReadException>(() => _storage.Fetch(_at, _handle, Target, true)).Fault);
        _storage.Delete([_at.File(_handle)]);
        Assert.Equal(SnapshotFault.Missing, Assert.Throws<SnapshotReadException>(() => _storage.Fetch(_at, _handle, Target, true)).Fault);
        Assert.DoesNotContain(Target, _files.AllFiles());
    }

    [Theory]
    [InlineData("Create")]
    [InlineData("Write")]
    public void A_place_that_cannot_be_written_is_named_and_no_fault_of_the_snapshot(string failing)
    {
        var call = Enum.Parse<FileCall>(failing);
        _files.FailWhen((at, path) => at == call && path == Target, new IOException("No space left on device"));
        var failure = Assert.Throws<IOException>(() => _storage.Fetch(_at, _handle, Target, mayLink: false));
        Assert.Contains(Target, failure.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Target, _files.AllFiles());
    }

    [Fact]
    public void What_lies_there_already_stays()
    {
        _files.Put(Target, 9);
        Assert.Throws<IOException>(() => _storage.Fetch(_at, _handle, Target, mayLink: true));
        Assert.Equal([9], _files.File(Target).Bytes);
    }
}
