using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.Snapshots.Files;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>A database stays open between two scopes where it is as the snapshot has it, and is closed where it is not, or is in the way.</summary>
public sealed class WaitingDatabases : IDisposable
{
    private const int Keys = 500;

    private readonly string _folder = TestFolder.Create();
    private readonly DatabaseStore _store = new();

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Who_goes_on_from_one_needs_no_file_and_the_next_snapshot_names_those_that_are_stored()
    {
        using var backend = Create(66 << 20);
        var waiting = Left(backend, _ => { });
        Assert.True(waiting.Linked!.Kept!.IsWaiting);
        var stored = waiting.ToDatabase();
        var without = stored with { Files = [.. stored.Files.Select(f => new StoredDatabaseFile(f.Name, f.Length, _ => throw new IOException("It was fetched.")))] };
        using var next = new OneSubtask(backend, [without]);
        Assert.False(waiting.Linked.Kept.IsWaiting);
        next.AssertHolds(0, Keys);
        using (var linked = Linked(next))
        {
            var tables = linked.Files.Where(f => f.IsImmutable).ToList();
            Assert.All(tables.Where(f => f.Origin is not null), f => Assert.Contains(f.Origin, without.Files));
            Assert.Contains(tables, f => f.Origin is not null);
            Assert.NotEqual(waiting.Linked.Id, linked.Id);
        }

        // The other one's end is not its.
        waiting.Linked.Dispose();
        next.Put(Keys, Keys);
        next.Forget();
        next.AssertHolds(0, 2 * Keys);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("deleted")]
    [InlineData("linked again")]
    public void One_that_has_changed_since_is_closed(string how)
    {
        using var backend = Create((67 << 20) + how.Length);
        var changed = Left(backend, subtask =>
        {
            switch (how)
            {
                case "written":
                    subtask.Put(0, 1, OneSubtask.Changed);
                    subtask.Forget();
                    break;
                case "deleted":
                    subtask.Tables.Database.DeleteRange(0, [0, 0], [0, 1]);
                    break;
                default:
                    // By a snapshot of which nobody has heard.
                    subtask.Put(Keys, Keys);
                    Linked(subtask).Dispose();
                    break;
            }
        });
        Assert.False(changed.Linked!.Kept!.IsWaiting);
        using var next = new OneSubtask(backend, [changed.ToDatabase()]);
        next.AssertHolds(0, Keys);
        changed.Linked.Dispose();
    }

    [Fact]
    public void The_scope_that_it_was_of_has_nothing_of_it_any_more()
    {
        using var backend = Create(70 << 20);
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, Keys);
        var freezing = subtask.Freeze(mayWait: true);
        freezing.Finish(_store);
        subtask.Dispose();
        using var linked = freezing.Stored.Linked;
        Assert.True(linked!.Kept!.IsWaiting);
        var database = subtask.Tables.Database;
        Assert.Throws<ObjectDisposedException>(() => database.TryGet(0, [0, 0], out _));
        Assert.Throws<ObjectDisposedException>(() => database.MayHave(0, [0, 0]));
        Assert.Throws<ObjectDisposedException>(() => database.Iterate(0, [], []));
        Assert.Throws<ObjectDisposedException>(() => database.DeleteRange(0, [0, 0], [0, 1]));
        Assert.Throws<ObjectDisposedException>(() => database.Open());
        Assert.Throws<ObjectDisposedException>(() => database.Link());
    }

    [Fact]
    public void What_was_changed_in_memory_only_is_not_in_it()
    {
        using var backend = Create(68 << 20);
        var waiting = Left(backend, subtask => subtask.Put(0, Keys, OneSubtask.Changed));
        Assert.True(waiting.Linked!.Kept!.IsWaiting);
        using var next = new OneSubtask(backend, [waiting.ToDatabase()]);
        next.AssertHolds(0, Keys);
        waiting.Linked.Dispose();
    }

    [Fact]
    public void One_that_somebody_still_reads_is_closed()
    {
        using var backend = Create(69 << 20);
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, Keys);
        var freezing = subtask.Freeze(mayWait: true);
        freezing.Finish(_store);
        using var reading = subtask.Tables.Database.Iterate(0, [], []);
        subtask.Dispose();
        Assert.False(freezing.Stored.Linked!.Kept!.IsWaiting);
        freezing.Stored.Linked.Dispose();
    }

    [Fact]
    public void Those_that_wait_make_room_for_those_in_use()
    {
        using var backend = Create(3 << 20);
        List<StoredPart> waiting = [Left(backend, _ => { }, keys: 5), Left(backend, _ => { }, keys: 5), Left(backend, _ => { }, keys: 5)];
        Assert.All(waiting, w => Assert.True(w.Linked!.Kept!.IsWaiting));
        using var first = new OneSubtask(backend);
        first.Put(0, 5);
        first.Forget();
        Assert.Equal([false, true, true], waiting.Select(w => w.Linked!.Kept!.IsWaiting));
        using var second = new OneSubtask(backend, [waiting[2].ToDatabase()]);
        using var third = new OneSubtask(backend, [waiting[0].ToDatabase()]);
        Assert.DoesNotContain(waiting, w => w.Linked!.Kept!.IsWaiting);
        foreach (var subtask in new[] { first, second, third }) subtask.AssertHolds(0, 5);
        // Now all are in use.
        using var fourth = new OneSubtask(backend);
        fourth.Put(0, 5);
        Assert.Throws<JobValidationException>(fourth.Forget);
        foreach (var part in waiting) part.Linked!.Dispose();
    }

    private static DatabaseFiles Linked(OneSubtask subtask)
    {
        using var frozen = subtask.Scope.Freeze(SnapshotForm.Native);
        using var stream = new MemoryStream();
        var writer = new SnapshotFileWriter(stream);
        while (!frozen.WriteSome(writer, until: 0))
        {
        }

        return frozen.Database!.Link(CancellationToken.None);
    }

    // A subtask that has ended after a snapshot whose database may wait.
    private StoredPart Left(RocksDbStateBackend backend, Action<OneSubtask> since, int keys = Keys)
    {
        using var subtask = new OneSubtask(backend);
        subtask.Put(0, keys);
        var freezing = subtask.Freeze(mayWait: true);
        freezing.Finish(_store);
        since(subtask);
        return freezing.Stored;
    }

    // Each with a budget of its own: those of one size would share it.
    private RocksDbStateBackend Create(long memory) => new(new RocksDbStateSettings { MemoryBytes = memory, LocalDirs = [_folder] });
}
