using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// One part of a checkpoint on its way to its files: the state, what of it lies in a database, and what is under way where the barrier overtakes that. Used on
/// the subtask's thread.
/// </summary>
/// <param name="barrier">The barrier.</param>
/// <param name="frozen">The state.</param>
/// <param name="plan">The subtask.</param>
/// <param name="hasEnded">Whether all input of the subtask has ended.</param>
/// <param name="commits">Whether its sinks commit something once the checkpoint is complete.</param>
/// <param name="times">What it took so far.</param>
/// <param name="begin">Begins a file.</param>
/// <param name="beginDatabase">Makes what brings a database to the storage.</param>
/// <param name="discard">Deletes files of which nobody has heard.</param>
/// <param name="ended">Told once what became of it; not after it was disposed of.</param>
internal sealed class SnapshotWriting(
    CheckpointBarrier barrier,
    IFrozenState frozen,
    SubtaskPlan plan,
    bool hasEnded,
    bool commits,
    SnapshotTimes times,
    Func<SnapshotLocation, Action<StateHandle?, Exception?>, SnapshotFileWork> begin,
    Func<SnapshotLocation, IFrozenDatabase, Action<UploadedDatabase?, Exception?>, DatabaseWriting> beginDatabase,
    Action<SnapshotLocation, IReadOnlyList<StateHandle>> discard,
    Action<CheckpointReport, SnapshotWriting> ended) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private Func<bool>? _hasLeft;
    private SnapshotFileWork? _file;
    private InFlightWriting? _underWay;
    private SnapshotLocation _location;
    private StateHandle? _state;
    private StateHandle? _underWayFile;
    private DatabaseWriting? _database;
    private UploadedDatabase? _uploaded;
    private string? _target;
    private int _filesLeft = 1;
    private bool _isWritten;
    private bool _isOver;
    private bool _isDisposed;
    private bool _isTold;

    public CheckpointBarrier Barrier => barrier;

    /// <summary>The name of the backend that the state is of.</summary>
    public required string Backend { get; init; }

    /// <summary>The states that queries may read; null for none.</summary>
    public IReadOnlyList<QueryableState>? Queryable { get; init; }

    /// <summary>Whether it is not known yet where it is written to.</summary>
    public bool IsWithoutAim => _file is null;

    /// <summary>Whether something is left to write, and there is room for it.</summary>
    public bool CanWrite => !_isOver && (_isWritten ? _underWay is { CanWrite: true } : _file is { IsFull: false });

    /// <summary>Whether its frozen state is still needed, though it may be over: nothing else is frozen meanwhile.</summary>
    public bool IsLinking => _database is { IsLinking: true };

    /// <summary>Says where it is written to.</summary>
    public void Aim(SnapshotLocation location, string? target)
    {
        (_location, _target) = (location, target);
        _file = begin(location, StateEnded);
    }

    /// <summary>What the barrier has overtaken, some of which may still come, is part of it. Once at most.</summary>
    public void Add(InFlightRecording underWay)
    {
        // What had not left has been overtaken.
        _hasLeft = null;
        _filesLeft++;
        _underWay = new InFlightWriting(underWay, plan, begin(_location, UnderWayEnded));
    }

    /// <summary>It is not done before its barrier has left: that may overtake what it went out behind.</summary>
    public void AddOnceLeft(Func<bool> hasLeft) => _hasLeft = hasLeft;

    /// <summary>Looks at what it waits for beside its files.</summary>
    public void Look()
    {
        if (_filesLeft == 0 && !_isOver && (_hasLeft is null || _hasLeft())) End(Taken());
    }

    /// <summary>Writes on until a time of <see cref="Stopwatch"/>. What cannot be written, as a serializer refuses it, is no failure of the subtask.</summary>
    public void WriteSome(long until)
    {
        if (!CanWrite) return;
        try
        {
            WriteOn(until);
        }
        catch (Exception e)
        {
            EndUnwritten(e);
        }
    }

    private void WriteOn(long until)
    {
        if (!_isWritten)
        {
            if (!frozen.WriteSome(_file!.Writer, until)) return;
            _isWritten = true;
            WriteDatabase();
            _file.Complete(isWanted: _database is not null);
        }
        else
        {
            _underWay!.WriteSome(until);
        }
    }

    private void WriteDatabase()
    {
        if (frozen.Database is not { } database) return;
        _filesLeft++;
        _database = beginDatabase(_location, database, DatabaseEnded);
        _database.Begin();
    }

    // Files of a part of which nobody has heard, and which is not whole, are wanted by nobody.
    public void Dispose()
    {
        if (_isDisposed) return;
        (_isOver, _isDisposed) = (true, true);
        _database?.Cancel();
        _file?.Dispose();
        _underWay?.Dispose();
        if (!_isTold)
        {
            StateHandle?[] files = [_state, _underWayFile, .. _uploaded?.Written ?? []];
            discard(_location, [.. files.OfType<StateHandle>()]);
        }

        // Last, as it may write, and fail.
        if (_database is null) frozen.Dispose();
        else _database.OnceLinked(frozen.Dispose);
    }

    private void StateEnded(StateHandle? file, Exception? failure)
    {
        if (!_isDisposed) _state = file;
        FileEnded(file, failure);
    }

    private void UnderWayEnded(StateHandle? file, Exception? failure)
    {
        if (!_isDisposed) _underWayFile = file;
        FileEnded(file, failure);
    }

    private void DatabaseEnded(UploadedDatabase? uploaded, Exception? failure)
    {
        if (!_isDisposed) _uploaded = uploaded;
        Ended(uploaded?.Written ?? [], failure);
    }

    private void FileEnded(StateHandle? file, Exception? failure) => Ended(file is null ? [] : [file], failure);

    private void Ended(IReadOnlyList<StateHandle> files, Exception? failure)
    {
        if (_isDisposed)
        {
            discard(_location, files);
            return;
        }

        if (failure is not null)
        {
            EndUnwritten(failure);
            return;
        }

        _filesLeft--;
        Look();
    }

    private void EndUnwritten(Exception failure) => End(new CheckpointReport.NotWritten(
        Barrier, $"Subtask {plan.Id.Index} of vertex '{plan.Vertex.Name}' could not write its state: {ExceptionText.Message(failure)}"));

    private void End(CheckpointReport report)
    {
        if (_isOver) return;
        _isOver = true;
        ended(report, this);
    }

    private CheckpointReport.Taken Taken()
    {
        _isTold = true;
        var groups = plan.KeyGroups;
        var snapshot = new SubtaskSnapshot(
            plan.Id.Index,
            Finished: false,
            _state is null ? [] : [new KeyedStateSnapshot(groups.Start, groups.End, [_state]) { Backend = Backend, Database = _uploaded?.Snapshot }],
            _state is null ? [] : [_state],
            _underWayFile is null ? [] : [_underWayFile])
        {
            HasEnded = hasEnded,
            Queryable = Queryable,
        };
        return new CheckpointReport.Taken(Barrier, _target, snapshot, commits, times with
        {
            AsyncPhase = Stopwatch.GetElapsedTime(_start),
            InFlightBytes = _underWayFile?.Length ?? 0,
        });
    }
}
