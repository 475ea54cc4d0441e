using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

public sealed class SstWriterTests : IDisposable
{
    private readonly Folder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_are_taken_in_as_the_newest(bool move)
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "0"), ("b", "0"), ("m", "0"), ("n", "0"));
        database.Ingest(1, [Write("1.sst", ("a", "1")), Write("2.sst", ("m", "2"))], move);
        Assert.Equal("a=1 b=0 m=2 n=0", database.Scan(1));
        Assert.Equal("", database.Scan(0));
        Assert.Equal(!move, File.Exists(_folder.Below("1.sst")));
        Assert.Equal(!move, File.Exists(_folder.Below("2.sst")));
    }

    [Fact]
    public void A_range_of_a_file_deletes_what_was_there_but_not_its_own()
    {
        using var database = _folder.Open();
        database.Put(1, ("a", "0"), ("b", "0"), ("c", "0"), ("d", "0"));
        using (var writer = new SstWriter(_folder.Below("1.sst"), TwoFamilies[1]))
        {
            writer.DeleteRange(Bytes("b"), Bytes("d"));
            writer.Put(Bytes("c"), Bytes("1"));
            writer.Finish();
            Assert.Equal(new FileInfo(_folder.Below("1.sst")).Length, writer.FileBytes);
        }

        database.Ingest(1, [_folder.Below("1.sst")], move: true);
        Assert.Equal("a=0 c=1 d=0", database.Scan(1));
    }

    [Fact]
    public void Keys_out_of_order_are_refused()
    {
        using var writer = new SstWriter(_folder.Below("1.sst"), TwoFamilies[1]);
        writer.Put(Bytes("b"), []);
        Assert.Contains(_folder.Below("1.sst"), Assert.Throws<RocksException>(() => writer.Put(Bytes("a"), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_finished_is_deleted()
    {
        using (var writer = new SstWriter(_folder.Below("1.sst"), TwoFamilies[1])) writer.Put(Bytes("a"), []);
        Assert.False(File.Exists(_folder.Below("1.sst")));
    }

    [Fact]
    public void A_file_without_entries_cannot_be_finished()
    {
        using var writer = new SstWriter(_folder.Below("1.sst"), TwoFamilies[1]);
        Assert.Throws<RocksException>(writer.Finish);
    }

    [Fact]
    public void A_folder_that_is_missing_is_said()
    {
        var error = Assert.Throws<RocksException>(() => new SstWriter(_folder.Below("missing/1.sst"), TwoFamilies[1]));
        Assert.Equal(RocksFault.NotFound, error.Fault);
    }

    [Fact]
    public void A_file_that_is_missing_is_said_and_none_is_taken()
    {
        using var database = _folder.Open();
        var there = Write("1.sst", ("a", "1"));
        var error = Assert.Throws<RocksException>(() => database.Ingest(1, [there, _folder.Below("2.sst")], move: true));
        Assert.Equal(RocksFault.NotFound, error.Fault);
        Assert.Equal("", database.Scan(1));
        Assert.True(File.Exists(there));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, params (string Key, string Value)[] entries)
    {
        using var writer = new SstWriter(_folder.Below(name), TwoFamilies[1]);
        foreach (var (key, value) in entries) writer.Put(Bytes(key), Bytes(value));
        writer.Finish();
        return _folder.Below(name);
    }
}
