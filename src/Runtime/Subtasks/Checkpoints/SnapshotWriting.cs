using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>One part of a checkpoint on its way to a file. Used on the subtask's thread.</summary>
internal sealed class SnapshotWriting : IDisposable
{
    private readonly IFrozenState _frozen;
    private readonly SubtaskPlan _plan;
    private readonly bool _hasEnded;
    private readonly bool _commits;
    private readonly SnapshotTimes _times;
    private readonly ICheckpointStorage _storage;
    private readonly Action<Action> _runBlocking;
    private readonly Action _wake;
    private readonly Action<CheckpointReport, SnapshotWriting> _ended;
    private readonly long _start = Stopwatch.GetTimestamp();
    private StateUpload? _upload;
    private SnapshotFileWriter? _file;
    private CountingWriter? _writer;
    private string? _target;
    private bool _isWritten;
    private bool _isDisposed;

    public SnapshotWriting(
        CheckpointBarrier barrier,
        IFrozenState frozen,
        SubtaskPlan plan,
        bool hasEnded,
        bool commits,
        SnapshotTimes times,
        ICheckpointStorage storage,
        Action<Action> runBlocking,
        Action wake,
        Action<CheckpointReport, SnapshotWriting> ended)
    {
        Barrier = barrier;
        _frozen = frozen;
        _plan = plan;
        _hasEnded = hasEnded;
        _commits = commits;
        _times = times;
        _storage = storage;
        _runBlocking = runBlocking;
        _wake = wake;
        _ended = ended;
    }

    public CheckpointBarrier Barrier { get; }

    /// <summary>Whether it is not known yet where it is written to.</summary>
    public bool IsWithoutAim => _upload is null;

    /// <summary>Whether something is left to write, and there is room for it.</summary>
    public bool CanWrite => !_isWritten && _upload is { IsFull: false };

    /// <summary>Says where it is written to.</summary>
    public void Aim(SnapshotLocation location, string? target)
    {
        _target = target;
        var owner = new StateFileOwner(
            new StateFileWriterId(_plan.Deployment.Attempt.Region, _plan.Id.Attempt), Barrier.Checkpoint, _plan.Vertex.Chain[0].Uid, _plan.Id.Index);
        _upload = new StateUpload(() => _storage.Create(location, owner, StateFileScope.Exclusive), _runBlocking, _wake, Uploaded);
        _file = new SnapshotFileWriter(_upload);
        _writer = new CountingWriter(_file);
    }

    /// <summary>Writes on until a time of <see cref="Stopwatch"/>.</summary>
    public void WriteSome(long until)
    {
        if (!CanWrite || !_frozen.WriteSome(_writer!, until)) return;
        _isWritten = true;
        if (_writer!.IsEmpty)
        {
            _upload!.Cancel();
            _ended(Taken(null), this);
            return;
        }

        _file!.Complete();
        _upload!.Complete();
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _frozen.Dispose();
        _upload?.Cancel();
    }

    // On a thread that may block.
    private void Uploaded(StateHandle? file, Exception? failure) => _ended(
        failure is null ? Taken(file) : new CheckpointReport.NotWritten(
            Barrier, $"Subtask {_plan.Id.Index} of vertex '{_plan.Vertex.Name}' could not write its state: {ExceptionText.Message(failure)}"),
        this);

    private CheckpointReport.Taken Taken(StateHandle? file)
    {
        var groups = _plan.KeyGroups;
        var snapshot = new SubtaskSnapshot(
            _plan.Id.Index,
            Finished: false,
            file is null ? [] : [new KeyedStateSnapshot(groups.Start, groups.End, [file])],
            file is null ? [] : [file],
            [])
        {
            HasEnded = _hasEnded,
        };
        return new CheckpointReport.Taken(Barrier, _target, snapshot, _commits, _times with { AsyncPhase = Stopwatch.GetElapsedTime(_start) });
    }
}
