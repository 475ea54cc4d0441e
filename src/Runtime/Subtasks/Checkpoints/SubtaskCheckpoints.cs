using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// A subtask's parts of checkpoints: its state is frozen at the barrier and written in slices beside the work. One is written at a time; a
/// barrier that comes meanwhile waits behind it, and so does what the subtask would read next. The abort of a later checkpoint is none of an
/// earlier one, whose part goes on. Used on the subtask's thread.
/// </summary>
/// <param name="plan">The subtask.</param>
/// <param name="storage">Where the job's snapshots are; null where it takes none.</param>
/// <param name="runBlocking">Runs something on a thread that may block.</param>
/// <param name="wake">Wakes the subtask; safe from any thread.</param>
/// <param name="post">Posts something to the subtask's thread; safe from any thread.</param>
internal sealed class SubtaskCheckpoints(
    SubtaskPlan plan, ICheckpointStorage? storage, Action<Action> runBlocking, Action wake, Action<Action> post) : IDisposable
{
    // As many as may be under way.
    private const int TargetsMax = 64;

    private readonly Dictionary<long, string> _targets = [];
    private readonly ReusableFiles _reusable = new();
    private readonly LinkGate _links = new();
    private SnapshotWriting? _writing;

    // One that is over, and whose frozen state is still in use.
    private SnapshotWriting? _leaving;

    /// <summary>Told of each part; on the subtask's thread.</summary>
    public Action<CheckpointReport> Report { get; init; } = _ => { };

    /// <summary>The name of the backend that the state is of.</summary>
    public required string Backend { get; init; }

    /// <summary>Whether there is something to write now.</summary>
    public bool HasWork => _writing is { CanWrite: true };

    /// <summary>Done when the next part may be taken: not while one is being written.</summary>
    public Progress Readiness => _writing is null && _leaving is not { IsLinking: true } ? Progress.Done : HasWork ? Progress.Yielded : Progress.Waiting;

    /// <summary>Looks at what the part that is being written waits for.</summary>
    public void Look() => _writing?.Look();

    /// <summary>What the barrier of the part that was just taken, or is being written, has overtaken.</summary>
    public void Add(InFlightRecording underWay)
    {
        if (_writing is { } writing && writing.Barrier.Checkpoint == underWay.Checkpoint) writing.Add(underWay);
        else underWay.Release();
    }

    /// <summary>The part that was just taken is not done before its barrier has left.</summary>
    public void AddOnceLeft(Func<bool> hasLeft) => _writing?.AddOnceLeft(hasLeft);

    /// <summary>Where a savepoint is written to, said to all subtasks as its barriers set out; its state is written once this is known.</summary>
    public void Aim(long checkpoint, string target)
    {
        _targets[checkpoint] = target;
        // Nobody is told that a savepoint is complete.
        while (_targets.Count > TargetsMax) _targets.Remove(_targets.Keys.Min());
        if (_writing is { } writing && writing.Barrier.Checkpoint == checkpoint && writing.IsWithoutAim) writing.Aim(LocationOf(writing.Barrier), target);
    }

    /// <summary>The barrier has passed the chain: its state as it is now becomes the subtask's part.</summary>
    /// <param name="barrier">The barrier.</param>
    /// <param name="scope">The state.</param>
    /// <param name="hasEnded">Whether all input of the subtask has ended.</param>
    /// <param name="commits">Whether its sinks commit something once the checkpoint is complete.</param>
    /// <param name="times">What it took so far.</param>
    public void Take(CheckpointBarrier barrier, IStateScope scope, bool hasEnded, bool commits, SnapshotTimes times)
    {
        if (storage is null) return;
        _targets.TryGetValue(barrier.Checkpoint, out var target);
        var writing = new SnapshotWriting(
            barrier,
            scope.Freeze(barrier.Form),
            plan,
            hasEnded,
            commits,
            times,
            (location, ended) => Begin(location, barrier.Checkpoint, ended),
            (location, database, ended) => Begin(location, barrier, database, ended),
            Discard,
            Ended)
        {
            Backend = Backend,
            Queryable = QueryableStates.Of(scope),
        };
        (_writing, _leaving) = (writing, null);
        if (!barrier.Kind.IsSavepoint || target is not null) writing.Aim(LocationOf(barrier), target);
    }

    /// <summary>Writes on until a time of <see cref="Stopwatch"/>.</summary>
    public void WriteSome(long until) => _writing?.WriteSome(until);

    /// <summary>A file of a database that the subtask was restored from, which its checkpoints may name again. Before it runs.</summary>
    public void Restored(StoredDatabaseFile file, StateHandle handle) => _reusable.Restored(file, handle);

    /// <summary>What ends the scope; see <see cref="LinkGate"/>.</summary>
    public IDisposable GuardEnd(IDisposable scope) => _links.Guard(scope);

    /// <summary>A checkpoint is complete: of those before it only savepoints are wanted still.</summary>
    public void Complete(long checkpoint)
    {
        _reusable.Completed(checkpoint);
        Copies?.Completed(plan.Id.Job, checkpoint);
        if (_writing is { } writing && writing.Barrier.Checkpoint <= checkpoint && !writing.Barrier.Kind.IsSavepoint) EndOne(writing.Barrier.Checkpoint);
    }

    /// <summary>A checkpoint is aborted, and with it all before it but those that go on: what of them is still being written is wanted by nobody.</summary>
    public void End(long checkpoint, IReadOnlyList<long> underWay)
    {
        foreach (var over in _targets.Keys.Where(c => c <= checkpoint && !underWay.Contains(c)).ToList()) _targets.Remove(over);
        _reusable.Aborted(checkpoint, underWay);
        Copies?.Aborted(plan.Id.Job, checkpoint, underWay);
        if (_writing is { } writing && writing.Barrier.Checkpoint <= checkpoint && !underWay.Contains(writing.Barrier.Checkpoint)) EndOne(writing.Barrier.Checkpoint);
    }

    /// <summary>A checkpoint is aborted, and no other.</summary>
    public void EndOne(long checkpoint)
    {
        _targets.Remove(checkpoint);
        _reusable.AbortedOne(checkpoint);
        if (_writing is { } writing && writing.Barrier.Checkpoint == checkpoint) Leave(writing);
    }

    public void Dispose()
    {
        if (_writing is { } writing) Leave(writing);
    }

    private void Leave(SnapshotWriting writing)
    {
        writing.Dispose();
        (_writing, _leaving) = (null, writing.IsLinking ? writing : null);
    }

    private SnapshotFileWork Begin(SnapshotLocation location, long checkpoint, Action<StateHandle?, Exception?> ended) =>
        new(() => storage!.Create(location, OwnerOf(checkpoint), StateFileScope.Exclusive), runBlocking, wake, post, ended);

    private DatabaseWriting Begin(SnapshotLocation location, CheckpointBarrier barrier, IFrozenDatabase database, Action<UploadedDatabase?, Exception?> ended)
    {
        var target = new DatabaseTarget(
            scope => storage!.Create(location, OwnerOf(barrier.Checkpoint), scope),
            _reusable.Find(),
            IsShared: !barrier.Kind.IsSavepoint,
            files => Delete(location, files),
            barrier.Kind.IsSavepoint || Copies is not { } copies ? null : copy => copies.Keep(plan.Deployment.Attempt, barrier.Checkpoint, copy, barrier.StandsStill));
        return new DatabaseWriting(new DatabaseUpload(database, _links, target), runBlocking, post, ended);
    }

    private LocalCopies? Copies => plan.Deployment.Copies;

    private StateFileOwner OwnerOf(long checkpoint) =>
        new(new StateFileWriterId(plan.Deployment.Attempt.Region, plan.Id.Attempt), checkpoint, plan.Vertex.Chain[0].Uid, plan.Id.Index);

    private void Discard(SnapshotLocation location, IReadOnlyList<StateHandle> files)
    {
        if (files.Count > 0) runBlocking(() => Delete(location, files));
    }

    // What cannot be deleted now is swept with all that no checkpoint names.
    private void Delete(SnapshotLocation location, IReadOnlyList<StateHandle> files)
    {
        try
        {
            storage!.Delete([.. files.Select(location.File)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private SnapshotLocation LocationOf(CheckpointBarrier barrier) =>
        barrier.Kind.IsSavepoint ? new SnapshotLocation(_targets[barrier.Checkpoint]) : storage!.Checkpoint(barrier.Checkpoint);

    private void Ended(CheckpointReport report, SnapshotWriting ended)
    {
        if (ended == _writing) Leave(ended);
        if (report is CheckpointReport.Taken { Barrier: var barrier, Snapshot.Keyed: [{ Database: { } database }] } && !barrier.Kind.IsSavepoint)
            _reusable.Told(barrier.Checkpoint, database);
        Report(report);
    }
}
