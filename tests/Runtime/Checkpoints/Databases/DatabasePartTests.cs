using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Tests.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Subtasks;
using FlowActors.State;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>A subtask's part of a checkpoint with a database: in which order its ends come, and what is left when it is aborted at any of them.</summary>
public sealed class DatabasePartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly SimulatedFileSystem _files = new();
    private readonly FileCheckpointStorage _storage;
    private readonly Queue<Action> _blocking = new();
    private readonly Queue<Action> _posted = new();
    private readonly List<CheckpointReport> _reports = [];
    private readonly SubtaskCheckpoints _checkpoints;
    private readonly FrozenStub _state;

    public DatabasePartTests()
    {
        _storage = StorageSamples.NewStorage(_files);
        _state = new FrozenStub(_folder) { Now = { ["1.sst"] = [1, 2, 3], ["CURRENT"] = [4] } };
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(1, 9).WithUid("numbers").Discard();
        var graph = ExecutionGraph.Of(JobPlanner.Plan(env.BuildGraph("job")));
        var plan = new SubtaskPlan(new SubtaskId(StorageSamples.Job, 1, 0, 0), LocalJob.OnOneNode(StorageSamples.Job, graph, "node"));
        _checkpoints = new SubtaskCheckpoints(plan, _storage, _blocking.Enqueue, () => { }, _posted.Enqueue) { Report = _reports.Add, Backend = "disk" };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_says_its_files_and_a_snapshot_file_though_no_element_is_in_it()
    {
        var part = Keyed(Take(1));
        Assert.Equal("disk", part.Backend);
        Assert.Single(part.Files);
        Assert.Equal(("db", "1.sst CURRENT"), (part.Database!.Id, string.Join(' ', part.Database.Files.Select(f => f.Name))));
        Assert.Equal([true, false], part.Database.Files.Select(f => f.File.IsShared));
        Assert.Equal(["freeze Native", "write", "link", "linked", "let go", "dispose"], _state.Calls);
        Assert.Equal(3, _files.AllFiles().Count);
    }

    [Fact]
    public void Only_what_is_known_to_be_complete_is_named_again()
    {
        var first = Keyed(Take(1)).Database!;
        var second = Keyed(Take(2)).Database!;
        Assert.NotEqual(first.Files[0].File, second.Files[0].File);
        _checkpoints.Complete(2);
        var third = Keyed(Take(3)).Database!;
        Assert.Equal(second.Files[0].File, third.Files[0].File);
        Assert.NotEqual(second.Files[1].File, third.Files[1].File);
        _checkpoints.EndOne(3);
        Assert.Equal(second.Files[0].File, Keyed(Take(4)).Database!.Files[0].File);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_savepoint_has_the_form_that_its_barrier_says_and_shares_nothing(bool isNative)
    {
        Take(1);
        _checkpoints.Complete(1);
        var target = _storage.CreateSavepoint("/savepoint").Folder;
        _checkpoints.Aim(2, target);
        var part = Keyed(Take(2, CheckpointKind.Savepoint, isNative));
        Assert.Contains(isNative ? "freeze Native" : "freeze Canonical", _state.Calls);
        Assert.All(part.Database!.Handles(), h => Assert.False(h.IsShared));
        Assert.Equal(3, _files.AllFiles().Count(f => f.StartsWith(target, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_abort_while_it_is_linked_cancels_and_frees_the_state_only_when_the_link_is_over()
    {
        var wasCancelled = false;
        _state.Linking = cancelled =>
        {
            Assert.Equal(Progress.Waiting, _checkpoints.Readiness);
            _checkpoints.EndOne(1);
            wasCancelled = cancelled.IsCancellationRequested;
            Assert.DoesNotContain("dispose", _state.Calls);
            Assert.Equal(Progress.Waiting, _checkpoints.Readiness);
        };
        Begin(1);
        Drain();
        Assert.True(wasCancelled);
        Assert.Equal(["freeze Native", "write", "link", "dispose"], _state.Calls);
        Assert.Equal(Progress.Done, _checkpoints.Readiness);
        AssertNothingLeft();
    }

    [Fact]
    public void An_abort_while_files_are_stored_deletes_those_and_no_others()
    {
        Take(1);
        _checkpoints.Complete(1);
        var before = _files.AllFiles();
        _state.Now["2.sst"] = [5];
        _state.Now["3.sst"] = [6];
        _files.Before = (call, path) =>
        {
            if (call == FileCall.Flush && path.Contains("/shared/", StringComparison.Ordinal)) _checkpoints.EndOne(2);
        };
        Begin(2);
        Drain();
        Assert.Equal(before, _files.AllFiles());
        Assert.Single(_reports);
        Assert.Equal("let go", _state.Calls[^2]);
    }

    [Fact]
    public void An_abort_behind_the_last_file_deletes_all()
    {
        Begin(1);
        while (_blocking.TryDequeue(out var work)) work();
        _checkpoints.EndOne(1);
        Drain();
        AssertNothingLeft();
    }

    [Fact]
    public void A_file_that_cannot_be_stored_is_told_and_leaves_nothing()
    {
        _files.FailWhen((call, path) => call == FileCall.Write && path.Contains("/shared/", StringComparison.Ordinal), new IOException("No space left on device"));
        Begin(1);
        Drain();
        _files.Before = (_, _) => { };
        Assert.Contains("No space left on device", Assert.IsType<CheckpointReport.NotWritten>(Assert.Single(_reports)).Cause, StringComparison.Ordinal);
        Assert.Empty(_files.AllFiles());
        Assert.Equal(["link", "linked", "let go", "dispose"], _state.Calls[2..]);
        Assert.IsType<CheckpointReport.Taken>(Report(2));
    }

    [Fact]
    public void A_file_that_ends_before_its_length_is_told()
    {
        _state.LengthOf = bytes => bytes.Length + 1;
        Assert.Contains("1.sst' of a state backend ends after 3 of 4 bytes", Assert.IsType<CheckpointReport.NotWritten>(Report(1)).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scope_ends_only_when_nothing_is_linked_and_is_not_linked_any_more_then()
    {
        using var linking = new ManualResetEventSlim();
        var isCancelled = new TaskCompletionSource();
        _state.Linking = cancelled =>
        {
            using var told = cancelled.Register(isCancelled.SetResult);
            linking.Set();
            isCancelled.Task.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            Assert.DoesNotContain("dispose", _state.Calls);
        };
        Begin(1);
        var work = Task.Run(() =>
        {
            while (_blocking.TryDequeue(out var next)) next();
        });
        linking.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        await Task.Run(_checkpoints.GuardEnd(_state).Dispose).WaitAsync(TimeSpan.FromMinutes(1));
        await work.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["link", "dispose"], _state.Calls[2..4]);
        Drain();
        var calls = _state.Calls.Count(c => c == "link");
        Begin(2);
        Drain();
        Assert.Equal(calls, _state.Calls.Count(c => c == "link"));
    }

    private static KeyedStateSnapshot Keyed(CheckpointReport.Taken report) => Assert.Single(report.Snapshot.Keyed);

    private CheckpointReport.Taken Take(long checkpoint, CheckpointKind kind = CheckpointKind.Checkpoint, bool isNative = false) =>
        Assert.IsType<CheckpointReport.Taken>(Report(checkpoint, kind, isNative));

    private CheckpointReport Report(long checkpoint, CheckpointKind kind = CheckpointKind.Checkpoint, bool isNative = false)
    {
        var before = _reports.Count;
        Begin(checkpoint, kind, isNative);
        Drain();
        return Assert.Single(_reports.Skip(before));
    }

    private void Begin(long checkpoint, CheckpointKind kind = CheckpointKind.Checkpoint, bool isNative = false)
    {
        _checkpoints.Take(new CheckpointBarrier(checkpoint, kind, IsNative: isNative), _state, hasEnded: false, commits: false, default);
        while (_checkpoints.HasWork) _checkpoints.WriteSome(long.MaxValue);
    }

    private void Drain()
    {
        while (_blocking.Count + _posted.Count > 0)
        {
            while (_blocking.TryDequeue(out var work)) work();
            while (_posted.TryDequeue(out var action)) action();
        }
    }

    private void AssertNothingLeft()
    {
        Assert.Empty(_files.AllFiles());
        Assert.Empty(_reports);
    }
}
