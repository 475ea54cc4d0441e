using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>The form of batches: its bytes, and that RocksDB reads them as they are meant.</summary>
public sealed class BatchBuilderTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var batch = new BatchBuilder([0, 300]);
        batch.Put(0, [1], [2, 3]);
        batch.Delete(0, [4]);
        batch.DeleteRange(0, [5], [6]);
        batch.Put(1, [1], []);
        batch.Delete(1, [4]);
        batch.DeleteRange(1, [5], [6]);
        Assert.Equal(
            (byte[])[
                0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0,
                0x1, 1, 1, 2, 2, 3,
                0x0, 1, 4,
                0xF, 1, 5, 1, 6,
                0x5, 0xAC, 0x02, 1, 1, 0,
                0x4, 0xAC, 0x02, 1, 4,
                0xE, 0xAC, 0x02, 1, 5, 1, 6,
            ],
            batch.Written.ToArray());
        Assert.Equal(6, batch.Count);
        Assert.Equal(batch.Written.Length, batch.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_kind_of_change_reaches_the_family_that_it_names(int family)
    {
        using var database = _folder.Open();
        database.Put(0, ("a", "0"), ("b", "0"), ("c", "0"), ("d", "0"), ("e", "0"));
        database.Put(1, ("a", "0"), ("b", "0"), ("c", "0"), ("d", "0"), ("e", "0"));
        var batch = new BatchBuilder(database);
        batch.Put(family, Bytes("a"), Bytes("new"));
        batch.Delete(family, Bytes("b"));
        batch.DeleteRange(family, Bytes("c"), Bytes("e"));
        database.Write(batch.Written);
        Assert.Equal("a=new e=0", database.Scan(family));
        Assert.Equal("a=0 b=0 c=0 d=0 e=0", database.Scan(1 - family));
    }

    [Fact]
    public void The_families_of_a_reopened_database_have_their_numbers_in_any_order()
    {
        using (_folder.Open()) { }
        using var database = _folder.Open(families: [new() { Name = "new" }, new() { Name = "scan" }, new()]);
        Assert.Equal([2, 1, 0], database.FamilyIds());
        database.Put(0, ("a", "new"));
        database.Put(1, ("a", "scan"));
        database.Put(2, ("a", "default"));
        Assert.Equal(("a=new", "a=scan", "a=default"), (database.Scan(0), database.Scan(1), database.Scan(2)));
    }

    [Fact]
    public void Later_changes_of_a_batch_win()
    {
        using var database = _folder.Open();
        var batch = new BatchBuilder(database);
        batch.Put(0, Bytes("a"), Bytes("1"));
        batch.DeleteRange(0, Bytes("a"), Bytes("z"));
        batch.Put(0, Bytes("a"), Bytes("2"));
        database.Write(batch.Written);
        Assert.Equal("a=2", database.Scan(0));
    }

    [Fact]
    public void A_cleared_batch_is_empty_and_writes_nothing()
    {
        using var database = _folder.Open();
        var batch = new BatchBuilder(database);
        batch.Put(0, Bytes("a"), Bytes("1"));
        batch.Clear();
        Assert.Equal((0, BatchBuilder.HeaderBytes), (batch.Count, batch.Bytes));
        database.Write(batch.Written);
        Assert.Equal("", database.Scan(0));
    }

    [Fact]
    public void A_batch_that_is_large_enough_already_allocates_nothing()
    {
        var batch = new BatchBuilder([0]);
        var value = new byte[5000];
        batch.Put(0, [1], value);
        batch.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        batch.Put(0, [1], value);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_no_batch_is_refused_and_the_database_takes_no_other_after_it()
    {
        using var database = _folder.Open();
        Assert.Contains("header", Assert.Throws<ArgumentException>(() => database.Write([1, 2, 3])).Message, StringComparison.Ordinal);
        var batch = new BatchBuilder(database);
        batch.Put(0, Bytes("a"), Bytes("1"));
        batch.Put(0, Bytes("b"), Bytes("2"));
        var error = Assert.Throws<RocksException>(() => database.Write(batch.Written[..^1]));
        Assert.Equal(RocksFault.Corruption, error.Fault);
        Assert.Equal("", database.Scan(0));
        Assert.Throws<RocksException>(() => database.Put(0, ("c", "3")));
    }

    public void Dispose() => _folder.Dispose();
}
