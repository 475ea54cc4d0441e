using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using FlowActors.Runtime.Tests.Checkpoints.Reading;
using FlowActors.Runtime.Tests.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Hosting;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.Tests.Files;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Subtasks.LocalRecovery;

/// <summary>What a node keeps of checkpoints: what the next attempt may begin with, as long as it may, and nothing that is not whole.</summary>
public sealed class LocalCopiesTests : IDisposable
{
    private const string Target = "/local/new/1.sst";
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);
    private static readonly JobId Job = StorageSamples.Job;

    private readonly SimulatedFileSystem _files = new();
    private readonly SteppedClock _time = new();
    private readonly LogRecorder _logs = new();
    private readonly Queue<Action> _blocking = new();
    private readonly List<string> _gone = [];
    private readonly LocalCopies _copies;

    public LocalCopiesTests()
    {
        _files.CreateFolder("/local/new");
        _copies = new LocalCopies(_files, _blocking.Enqueue, _time, Keep, _logs.CreateLogger("node"));
    }

    public void Dispose() => _copies.Dispose();

    [Fact]
    public void A_copy_is_brought_under_a_second_name_and_stays_there_when_it_is_let_go()
    {
        _copies.Begin(Attempt(1), null);
        var stored = Kept("a", 1);
        _copies.End(Attempt(1));
        _copies.Begin(Attempt(2), 1);
        Assert.True(_copies.TryBring(Job, stored, Target));
        Assert.Same(_files.File(PathOf("a", 1)), _files.File(Target));
        _copies.Forget(Job);
        Assert.Equal(["a 1"], Gone());
        Assert.False(_copies.TryBring(Job, stored, "/local/new/2.sst"));
    }

    [Fact]
    public void Nobody_has_the_copy_of_another_job_or_of_another_file()
    {
        _copies.Begin(Attempt(1), null);
        var stored = Kept("a", 1);
        Assert.False(_copies.TryBring(JobId.Create(), stored, Target));
        Assert.False(_copies.TryBring(Job, stored with { Name = "shared/other" }, Target));
        Assert.Empty(_logs.Entries);
    }

    [Theory]
    [InlineData("damaged", "its checksum is ")]
    [InlineData("short", "it has 2 bytes, and had 3 when it was written")]
    [InlineData("gone", "it is not there")]
    [InlineData("refused", "Input/output error")]
    public void One_that_is_not_whole_is_told_and_left_alone(string how, string reason)
    {
        _copies.Begin(Attempt(1), null);
        var stored = Kept("a", 1);
        var path = PathOf("a", 1);
        switch (how)
        {
            case "damaged": _files.File(path).Bytes[1] ^= 1; break;
            case "short": _files.File(path).Bytes.RemoveAt(0); break;
            case "gone": _files.Delete(path); break;
            default: _files.FailWhen((call, at) => call == FileCall.Open && at == path, new IOException("Input/output error")); break;
        }

        Assert.False(_copies.TryBring(Job, stored, Target));
        Assert.DoesNotContain(Target, _files.AllFiles());
        var told = Assert.Single(_logs.Entries);
        Assert.Equal(LogLevel.Warning, told.Level);
        Assert.StartsWith($"'{path}', this node's copy of '{stored.Name}' of job {Job}, is not used: {reason}", told.Text, StringComparison.Ordinal);
        Assert.EndsWith(". The file is fetched from the checkpoint", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_last_complete_checkpoint_and_those_under_way_are_kept()
    {
        _copies.Begin(Attempt(1), null);
        Kept("a", 1);
        Kept("b", 1);
        Kept("a", 2);
        Assert.Empty(Gone());
        _copies.Completed(Job, 1);
        _copies.Completed(Job, 1);
        Assert.Empty(Gone());
        Kept("a", 3);
        Kept("a", 4);
        _copies.Aborted(Job, 4, [3]);
        Assert.Equal(["a 2", "a 4"], Gone());
        _copies.Completed(Job, 3);
        Assert.Equal(["a 1", "b 1"], Gone());
        Kept("b", 2);
        Assert.Equal(["b 2"], Gone());
        _copies.Forget(Job);
        Assert.Equal(["a 3"], Gone());
    }

    [Fact]
    public void An_attempt_needs_nothing_but_the_checkpoint_that_it_begins_with()
    {
        _copies.Begin(Attempt(1), null);
        Kept("a", 1);
        Kept("a", 2);
        Kept("a", 3);
        _copies.End(Attempt(1));
        _copies.Begin(Attempt(2), 2);
        Assert.Equal(["a 1", "a 3"], Gone());
        _copies.End(Attempt(2));
        _copies.Begin(Attempt(3), null);
        Assert.Equal(["a 2"], Gone());
    }

    [Fact]
    public void What_comes_when_its_attempt_is_over_is_not_kept()
    {
        Kept("early", 1);
        _copies.Begin(Attempt(1), null);
        _copies.End(Attempt(1));
        Kept("late", 1);
        Assert.Equal(["early 1", "late 1"], Gone());
        _copies.Begin(Attempt(2), null);
        _copies.Clear();
        Kept("cleared", 1);
        Assert.Equal(["cleared 1"], Gone());
    }

    [Fact]
    public void They_go_when_nothing_of_the_job_has_run_here_for_a_while()
    {
        _copies.Begin(Attempt(1), null);
        _copies.Begin(Attempt(1, region: 1), null);
        Kept("a", 1);
        _copies.End(Attempt(1));
        _time.Advance(2 * Keep);
        Assert.Empty(Gone());
        _copies.End(Attempt(1, region: 1));
        _time.Advance(Keep / 2);
        _copies.Begin(Attempt(2), 1);
        _time.Advance(Keep);
        _copies.End(Attempt(2));
        _time.Advance(Keep - TimeSpan.FromSeconds(1));
        Assert.Empty(Gone());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a 1"], Gone());
    }

    [Fact]
    public void The_end_of_the_node_removes_them_on_its_own_thread_and_what_comes_later()
    {
        _copies.Begin(Attempt(1), null);
        Kept("a", 1);
        _copies.Dispose();
        Assert.Equal(["a 1"], _gone);
        Kept("b", 2);
        _copies.Begin(Attempt(2), null);
        Kept("c", 3);
        Assert.Equal(["a 1", "b 2", "c 3"], _gone);
    }

    [Fact]
    public void A_database_waits_open_with_the_files_of_its_checkpoint_for_the_attempt_that_begins_there()
    {
        _copies.Begin(Attempt(1), null);
        using var other = Waiting(1, "other", "one");
        using var one = Waiting(2, "one", "one");
        using var two = Waiting(2, "two", "two");
        _copies.End(Attempt(1));
        _copies.Begin(Attempt(2), 2);
        Assert.Equal(["other"], Gone());
        Assert.Null(_copies.TryTakeOpen(Job, 1, "one"));
        Assert.Null(_copies.TryTakeOpen(JobId.Create(), 2, "one"));
        Assert.Null(_copies.TryTakeOpen(Job, 2, "three"));
        var taken = _copies.TryTakeOpen(Job, 2, "one");
        Assert.NotNull(taken);
        Assert.Null(_copies.TryTakeOpen(Job, 2, "one"));
        // What nobody has taken is closed when the next checkpoint is complete.
        _copies.Completed(Job, 3);
        Assert.Equal(["two"], Gone());
        taken.Dispose();
        Assert.Equal(["one"], Gone());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void No_database_waits_where_its_subtask_went_on_or_the_node_has_ended(bool standsStill, bool hasEnded)
    {
        _copies.Begin(Attempt(1), null);
        if (hasEnded) _copies.Dispose();
        using var kept = new KeptDatabase();
        _copies.Keep(Attempt(1), 1, new LocalCopy(new DatabaseFiles("one", [], () => { }) { Kept = kept }, new Dictionary<string, string>()), standsStill);
        Assert.False(kept.TryKeep(new Database(() => { })));
    }

    [Fact]
    public void The_end_of_the_node_removes_also_what_other_threads_were_to_remove()
    {
        _copies.Begin(Attempt(1), null);
        Kept("a", 1);
        Kept("a", 2);
        _copies.Completed(Job, 2);
        Assert.Single(_blocking);
        Assert.Empty(_gone);
        _copies.Dispose();
        Assert.Equal(["a 1", "a 2"], _gone);
        // A thread that comes to it after all finds nothing to do.
        Assert.Equal(["a 1", "a 2"], Gone());
    }

    private static AttemptId Attempt(int number, int region = 0) => new(Job, region, number);

    private static string PathOf(string subtask, long checkpoint) => $"/local/{subtask}-{checkpoint}.sst";

    /// <summary>Keeps a subtask's copy of a file of three bytes.</summary>
    private StateHandle Kept(string subtask, long checkpoint)
    {
        byte[] bytes = [1, 2, 3];
        var path = PathOf(subtask, checkpoint);
        _files.Put(path, bytes);
        var stored = new StateHandle($"shared/{subtask}-{checkpoint}", bytes.Length, Crc32C.Of(bytes));
        _copies.Keep(Attempt(1), checkpoint, new LocalCopy(
            new DatabaseFiles("db", [new DatabaseFile("1.sst", path, bytes.Length, IsImmutable: true)], () => _gone.Add($"{subtask} {checkpoint}")),
            new Dictionary<string, string> { [stored.Name] = path }));
        return stored;
    }

    /// <summary>Keeps a subtask's copy with its database, which is told to be gone when it is closed.</summary>
    private KeptDatabase Waiting(long checkpoint, string name, string database)
    {
        var kept = new KeptDatabase();
        var copy = new LocalCopy(new DatabaseFiles(database, [], () => { }) { Kept = kept }, new Dictionary<string, string>());
        _copies.Keep(Attempt(1), checkpoint, copy, standsStill: true);
        Assert.True(kept.TryKeep(new Database(() => _gone.Add(name))));
        return kept;
    }

    private string[] Gone()
    {
        while (_blocking.TryDequeue(out var work)) work();
        string[] gone = [.. _gone.Order(StringComparer.Ordinal)];
        _gone.Clear();
        return gone;
    }

    private sealed class Database(Action closed) : IDisposable
    {
        public void Dispose() => closed();
    }
}
