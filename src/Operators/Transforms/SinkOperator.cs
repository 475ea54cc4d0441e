using FlowActors.Sinks;

namespace FlowActors.Operators;

/// <summary>
/// Leads a sink's writer, and what commits for it, through the life of an operator. A barrier: flush, which may take its time, prepare
/// the commit, snapshot. The end: the same without a snapshot, and the commits of what is left, off this thread, once the job has
/// ended well.
/// </summary>
internal sealed class SinkOperator<T>(Sink<T> sink) : OneInputOperator<T, Nothing>, ICommittingOperator, IDeclaresState
{
    private SinkWriter<T>? _writer;
    private WriterState? _state;
    private SinkCommits? _commits;
    private bool _isEnding;
    private bool _isPrepared;
    private bool _isFinishing;

    public override void Open()
    {
        Enter();
        _isEnding = _isPrepared = Context.HasEnded;
        var writer = _writer = SubtaskObjects.Own(sink.CreateWriter(), Context, $"CreateWriter of {sink.GetType().Name}", "make a new writer at each call");
        _state = sink.CreateState(writer, Context);
        _commits = sink.CreateCommits(writer, Context);
        _state?.Restore();
        _commits?.Restore();
        writer.Open(Context);
        _commits?.Recover();
    }

    public void DeclareState() => sink.DeclareState(Context);

    public override void Collect(T value, long timestamp)
    {
        Enter();
        _writer!.Write(value, timestamp);
    }

    public override void Watermark(long timestamp)
    {
    }

    public override void Status(bool active)
    {
    }

    public override void PrepareBarrier(long checkpointId)
    {
        // A subtask that has ended has nothing new.
        if (!_isEnding) _writer!.Flush(endOfInput: false);
    }

    public override void Snapshot(long checkpointId)
    {
        _commits?.Snapshot(checkpointId);
        _state?.Snapshot(checkpointId);
    }

    public override void CheckpointComplete(long checkpointId) => _commits?.Complete(checkpointId);

    public bool Commits => _commits is { HasPending: true };

    public override void EndInput(int input)
    {
        Enter();
        _isEnding = true;
        _writer!.Flush(endOfInput: true);
        if (Resume() != Progress.Done) Context.Suspend();
    }

    public override Progress Resume()
    {
        if (_writer!.Resume() is not Progress.Done and var progress) return progress;
        if (_isFinishing) return _commits!.IsDone ? Progress.Done : Progress.Waiting;
        if (!_isEnding || _isPrepared) return Progress.Done;
        _isPrepared = true;
        _commits?.PrepareEnd();
        return Progress.Done;
    }

    public override void Finish()
    {
        if (_commits is null) return;
        Enter();
        _isFinishing = true;
        _commits.Finish();
        if (!_commits.IsDone) Context.Suspend();
    }

    public override void Close()
    {
        Enter();
        try
        {
            _commits?.Close();
        }
        finally
        {
            _writer?.Close();
        }
    }
}
