using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Tests.Checkpoints.Metadata;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>Which stored files a checkpoint may name again: what may be gone is never among them.</summary>
public sealed class ReusableFilesTests
{
    private const string Database = "db";
    private static readonly DatabaseFile s_file = new("000004.sst", "/x", 1000, IsImmutable: true);
    private readonly ReusableFiles _reusable = new();

    [Fact]
    public void Of_a_checkpoint_that_is_not_known_to_be_complete_none()
    {
        _reusable.Told(1, Stored(1));
        Assert.Null(Find(s_file));
        _reusable.Completed(1);
        Assert.Equal(Handle(1), Find(s_file));
        _reusable.Told(2, Stored(2));
        Assert.Equal(Handle(1), Find(s_file));
        _reusable.AbortedOne(2);
        _reusable.Completed(2);
        Assert.Null(Find(s_file));
    }

    [Fact]
    public void What_is_aborted_below_a_number_but_what_goes_on_is_not_built_on()
    {
        _reusable.Told(1, Stored(1));
        _reusable.Told(2, Stored(2));
        _reusable.Aborted(3, underWay: [2]);
        _reusable.Completed(2);
        Assert.Equal(Handle(2), Find(s_file));
        // Late news change nothing.
        _reusable.Completed(1);
        Assert.Equal(Handle(2), Find(s_file));
    }

    [Fact]
    public void A_complete_one_whose_part_is_not_known_ends_those_before_it()
    {
        _reusable.Told(1, Stored(1));
        _reusable.Completed(1);
        _reusable.Completed(2);
        Assert.Null(Find(s_file));
    }

    [Fact]
    public void Only_the_same_file_of_the_same_database_that_never_changes_counts()
    {
        _reusable.Told(1, Stored(1));
        _reusable.Completed(1);
        var find = _reusable.Find();
        Assert.Null(find("other", s_file));
        Assert.Null(find(Database, s_file with { Name = "000005.sst" }));
        Assert.Null(find(Database, s_file with { Length = 1001 }));
        Assert.Null(find(Database, s_file with { IsImmutable = false }));
        Assert.Null(find(Database, new DatabaseFile("CURRENT", "/x", 2000, IsImmutable: true)));
        // What was asked for once stays as it is.
        _reusable.Completed(2);
        Assert.Equal(Handle(1), find(Database, s_file));
    }

    [Fact]
    public void What_was_restored_is_named_by_all_checkpoints_of_the_attempt()
    {
        var origin = new StoredDatabaseFile(s_file.Name, 1000, _ => { });
        _reusable.Restored(origin, Handle(1));
        var restored = s_file with { Origin = origin };
        Assert.Equal(Handle(1), Find(restored));
        _reusable.Completed(5);
        Assert.Equal(Handle(1), Find(restored));
        Assert.Null(Find(s_file));
        Assert.Null(Find(restored with { Origin = new StoredDatabaseFile(s_file.Name, 1000, _ => { }) }));
    }

    private StateHandle? Find(DatabaseFile file) => _reusable.Find()(Database, file);

    private static DatabaseSnapshot Stored(long checkpoint) => new(
        Database, [new DatabaseFileSnapshot(s_file.Name, Handle(checkpoint), true), new DatabaseFileSnapshot("CURRENT", MetadataSamples.Handle("", 2, checkpoint), false)]);

    private static StateHandle Handle(long checkpoint) => MetadataSamples.Handle(SnapshotNames.SharedPrefix, 1, checkpoint);
}
