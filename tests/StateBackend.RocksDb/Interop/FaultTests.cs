using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>What goes wrong with files: it is said with its sort, the call and the folder, and never looks like an end of data.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void An_iteration_over_damaged_bytes_throws_in_place_of_ending()
    {
        Fill();
        Damage(Sst());
        using var database = _folder.Open();
        using var iterator = database.Iterate(1, [], []);
        var read = 0;
        var error = Assert.Throws<RocksException>(() =>
        {
            for (; iterator.IsValid; iterator.Next()) read++;
        });
        Assert.Equal(RocksFault.Corruption, error.Fault);
        Assert.Contains(database.Path, error.Message, StringComparison.Ordinal);
        Assert.InRange(read, 1, Entries - 1);
        Assert.False(iterator.IsValid);
    }

    [Fact]
    public void An_iteration_that_begins_on_damaged_bytes_leaves_nothing_open()
    {
        Fill();
        Damage(Sst());
        using var database = _folder.Open();
        var error = Assert.Throws<RocksException>(() => database.Iterate(1, Key(Entries / 2), []));
        Assert.Equal(RocksFault.Corruption, error.Fault);
        database.Dispose();
        Assert.Equal(0, database.LeakedChildren);
    }

    [Fact]
    public void A_read_of_damaged_bytes_throws()
    {
        Fill();
        Damage(Sst());
        using var database = _folder.Open();
        Assert.Equal(RocksFault.Corruption, Assert.Throws<RocksException>(() => database.Get(1, Key(Entries / 2), new byte[64])).Fault);
    }

    [Fact]
    public void A_compaction_of_damaged_bytes_is_not_silent()
    {
        Fill();
        Fill();
        Damage(Sst());
        using var database = _folder.Open();
        Assert.Contains(database.Path, Assert.Throws<RocksException>(() => database.Compact(1, [], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_misses_a_file()
    {
        Fill();
        var missing = Sst();
        File.Delete(missing);
        var error = Assert.Throws<RocksException>(() => _folder.Open());
        Assert.Equal(RocksFault.NotFound, error.Fault);
        Assert.Contains(Path.GetFileName(missing), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_sees_a_file_that_was_cut()
    {
        Fill();
        using (var file = File.OpenWrite(Sst())) file.SetLength(file.Length / 2);
        Assert.Equal(RocksFault.Corruption, Assert.Throws<RocksException>(() => _folder.Open()).Fault);
    }

    [Fact]
    public void A_folder_that_vanished_is_said_by_the_next_flush()
    {
        using var database = _folder.Open();
        Directory.Delete(database.Path, recursive: true);
        database.Put(0, ("a", "1"));
        var error = Assert.Throws<RocksException>(() => database.Flush([0]));
        Assert.Equal(RocksFault.NotFound, error.Fault);
        Assert.Contains(database.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_of_nothing_says_so_unless_it_may_create()
    {
        Assert.Equal(RocksFault.NotFound, Assert.Throws<RocksException>(() => _folder.Open(new() { CreateIfMissing = false })).Fault);
        Assert.Equal(RocksFault.NotFound, Assert.Throws<RocksException>(() => _folder.Open(readOnly: true)).Fault);
        Assert.Equal(RocksFault.NotFound, Assert.Throws<RocksException>(() => RocksDatabase.FamiliesOf(_folder.Below("db"))).Fault);
        Assert.False(Directory.Exists(_folder.Below("db")));
    }

    [Fact]
    public void A_folder_in_use_says_so()
    {
        using var database = _folder.Open();
        var error = Assert.Throws<RocksException>(() => _folder.Open());
        Assert.Equal(RocksFault.Busy, error.Fault);
        Assert.Contains(database.Path, error.Message, StringComparison.Ordinal);
        database.Put(0, ("a", "1"));
        Assert.Equal("a=1", database.Scan(0));
    }

    [Fact]
    public void A_family_that_an_open_leaves_out_is_named()
    {
        using (_folder.Open()) { }
        Assert.Contains("scan", Assert.Throws<RocksException>(() => _folder.Open(families: [new()])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Families_that_cannot_be_are_refused_before_anything_is_made()
    {
        Refused("'default'", [new() { Name = "scan" }]);
        Refused("'scan' is given 2 times", [new(), new() { Name = "scan" }, new() { Name = "scan" }]);
        Refused("block cache", [new() { PartitionFilters = true }]);
        Assert.False(Directory.Exists(_folder.Below("db")));

        void Refused(string what, FamilyOptions[] families) =>
            Assert.Contains(what, Assert.Throws<ArgumentException>(() => _folder.Open(families: families)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IO error: No space left on device: While appending to file: /d/000009.sst: No space left on device", RocksFault.NoSpace)]
    [InlineData("IO error: While lock file: /d/LOCK: Resource temporarily unavailable", RocksFault.Busy)]
    [InlineData("Corruption: IO error: No such file or directory: While open a file for random read: /d/000009.sst", RocksFault.NotFound)]
    [InlineData("Corruption: block checksum mismatch: stored = 1, computed = 2, type = 4 in /d/000009.sst", RocksFault.Corruption)]
    [InlineData("Invalid argument: Column families not opened: scan", RocksFault.Other)]
    internal void The_sort_is_read_from_the_text(string status, RocksFault fault) => Assert.Equal(fault, RocksException.FaultOf(status));

    public void Dispose() => _folder.Dispose();

    private const int Entries = 2000;

    private static byte[] Key(int i) => Bytes($"{i:D6}").ToArray();

    private void Fill()
    {
        using var database = _folder.Open(families: [new(), new() { Name = "scan", DisableAutoCompaction = true }]);
        var batch = new BatchBuilder(database);
        for (var i = 0; i < Entries; i++) batch.Put(1, Key(i), Key(i));
        database.Write(batch.Written);
        database.Flush([1]);
    }

    private string Sst() => Directory.GetFiles(_folder.Below("db"), "*.sst").Order(StringComparer.Ordinal).First();

    // Flips bits in the middle of the file, which is in the blocks of entries.
    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var i = bytes.Length / 4; i < bytes.Length / 2; i++) bytes[i] ^= 0x55;
        File.WriteAllBytes(path, bytes);
    }
}
