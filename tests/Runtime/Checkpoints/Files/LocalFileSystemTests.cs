using FlowActors.Files;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Checkpoints.Files;

/// <summary>That the file system of the machine keeps its contract: what the simulated one is a model of.</summary>
public sealed class LocalFileSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-files-").FullName;
    private readonly LocalFileSystem _files = new();

    [Fact]
    public void What_is_written_is_read_at_any_place()
    {
        Write("a", [1, 2, 3, 4]);
        using var file = _files.Open(At("a"));
        var bytes = new byte[3];
        Assert.Equal(4, file.Length);
        Assert.Equal(2, file.Read(2, bytes));
        Assert.Equal([3, 4, 0], bytes);
        Assert.Equal(0, file.Read(4, bytes));
    }

    [Fact]
    public void A_file_is_made_once_and_renamed_to_a_free_name()
    {
        Write("a", [1]);
        Write("b", [2]);
        Assert.ThrowsAny<IOException>(() => _files.Create(At("a")));
        Assert.ThrowsAny<IOException>(() => _files.Rename(At("a"), At("b")));
        _files.Rename(At("a"), At("c"));
        Assert.Equal(["b", "c"], _files.FilesIn(_folder).Order());
    }

    [Fact]
    public void A_folder_is_flushed_and_one_that_is_not_there_is_named()
    {
        _files.CreateFolder(At("x/y"));
        _files.FlushFolder(At("x"));
        if (OperatingSystem.IsWindows()) return;
        Assert.Contains(At("none"), Assert.ThrowsAny<IOException>(() => _files.FlushFolder(At("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_an_empty_folder_is_removed()
    {
        _files.CreateFolder(At("x/y"));
        _files.DeleteEmptyFolder(At("x"));
        Assert.Equal(["y"], _files.FoldersIn(At("x")));
        _files.DeleteEmptyFolder(At("x/y"));
        _files.DeleteEmptyFolder(At("x/y"));
        Assert.Empty(_files.FoldersIn(At("x")));
    }

    [Fact]
    public void What_is_not_there_is_no_failure_but_for_readers()
    {
        _files.Delete(At("none"));
        _files.Delete(At("none/none"));
        Assert.Empty(_files.FilesIn(At("none")));
        Assert.False(_files.FolderExists(At("none")));
        Assert.Throws<FileNotFoundException>(() => _files.Open(At("none")));
        Assert.Throws<DirectoryNotFoundException>(() => _files.Open(At("none/none")));
    }

    [Fact]
    public void A_lock_is_had_by_one()
    {
        using (var held = _files.TryLock(At("lock")))
        {
            Assert.NotNull(held);
            Assert.Null(_files.TryLock(At("lock")));
        }

        using var again = _files.TryLock(At("lock"));
        Assert.NotNull(again);
    }

    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0)]
    [InlineData("12345678", 0x6087809A)]
    public void The_checksum_is_the_known_one(string text, uint expected) => Assert.Equal(expected, Crc32C.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_checksum_in_parts_is_that_of_the_whole()
    {
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var crc = Crc32C.Begin();
            crc.Add(bytes.AsSpan(0, cut));
            crc.Add(bytes.AsSpan(cut));
            Assert.Equal(Crc32C.Of(bytes), crc.Value);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Join(_folder, name);

    private void Write(string name, byte[] bytes)
    {
        using var file = _files.Create(At(name));
        file.Write(bytes.AsSpan(0, 1));
        file.Write(bytes.AsSpan(1));
        file.Flush();
    }
}
