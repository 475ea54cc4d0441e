using System.Runtime.ExceptionServices;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;

namespace FlowActors.Sinks;

/// <summary>
/// The commits of one subtask of a sink: one call of the committer at a time, off the subtask's thread, whose result comes back to it.
/// Used on the subtask's thread.
/// </summary>
internal abstract class SinkCommits
{
    /// <summary>True when all that may be committed is.</summary>
    public abstract bool IsDone { get; }

    /// <summary>True when something waits to be committed, or is.</summary>
    public abstract bool HasPending { get; }

    /// <summary>Takes what a snapshot held; before the writer is opened.</summary>
    public abstract void Restore();

    /// <summary>Commits what a snapshot held, before everything else.</summary>
    public abstract void Recover();

    /// <summary>The input has ended and is flushed.</summary>
    public abstract void PrepareEnd();

    /// <summary>A barrier has passed and everything before it is flushed: takes what is prepared for it, and all that is not committed.</summary>
    public abstract void Snapshot(long checkpoint);

    /// <summary>The checkpoint is durable: everything up to it may be committed.</summary>
    public abstract void Complete(long checkpoint);

    /// <summary>The job has ended well: everything may be committed.</summary>
    public abstract void Finish();

    /// <summary>Waits for the call under way, if there is one, and closes the committer. On the thread that closes the operators.</summary>
    public abstract void Close();
}

/// <summary>As operator state of one list.</summary>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
internal sealed class SinkCommits<TCommittable> : SinkCommits
{
    /// <summary>The name of the state, which stands in snapshots and never changes.</summary>
    public const string Name = "sink-committables";

    private readonly Committer<TCommittable> _committer;
    private readonly ITakesBack<TCommittable>? _writer;
    private readonly Func<IReadOnlyCollection<TCommittable>> _prepare;
    private readonly bool _atEndOnly;
    private readonly OperatorContext _context;
    private readonly IOperatorListState<PendingCommit<TCommittable>> _state;
    private readonly ICompletions _completions;
    private readonly CommitQueue<TCommittable> _queue = new();
    private readonly CommitFigures _figures;
    private CommitCall<TCommittable>? _call;

    /// <param name="committer">The subtask's.</param>
    /// <param name="prepare">Gives what the writer has prepared.</param>
    /// <param name="writer">The writer, if it may take back what it prepared at the end.</param>
    /// <param name="atEndOnly">Whether what is prepared at the end of the input waits for the end of the job.</param>
    /// <param name="context">The subtask.</param>
    public SinkCommits(
        Committer<TCommittable> committer,
        Func<IReadOnlyCollection<TCommittable>> prepare,
        ITakesBack<TCommittable>? writer,
        bool atEndOnly,
        OperatorContext context)
    {
        _committer = committer;
        _writer = writer;
        _prepare = prepare;
        _atEndOnly = atEndOnly;
        _context = context;
        _state = Register(context);
        _completions = context.CreateCompletions(1);
        _figures = new CommitFigures(context.Metrics);
    }

    /// <summary>The state; it is registered if it was not.</summary>
    public static IOperatorListState<PendingCommit<TCommittable>> Register(OperatorContext context) =>
        context.OperatorState.GetListState(new ListStateDescriptor<PendingCommit<TCommittable>>(Name));

    public override bool IsDone => _queue.IsDone;

    public override bool HasPending => _queue.Count > 0;

    public override void Restore()
    {
        var (ended, complete) = Split(_state.Get());
        foreach (var committable in ended)
        {
            // Of a subtask that was restored after its end the end does not come again: its writer would never give it back.
            if (!_atEndOnly || _context.HasEnded || _writer?.TryTakeBack(committable) != true) _queue.Add(CommitQueue<TCommittable>.End, committable);
        }

        _queue.Restore(complete);
    }

    public override void Recover() => Advance();

    public override void PrepareEnd() => Prepare(CommitQueue<TCommittable>.End);

    public override void Snapshot(long checkpoint)
    {
        Prepare(checkpoint);
        if (!_atEndOnly) _queue.JoinEnd(checkpoint);
        _state.Update(_queue.Pending);
    }

    public override void Complete(long checkpoint)
    {
        _queue.Release(checkpoint);
        Advance();
    }

    public override void Finish() => Complete(CommitQueue<TCommittable>.End);

    public override void Close()
    {
        _call?.End();
        _committer.Close();
    }

    private static (TCommittable[] Ended, PendingCommit<TCommittable>[] Complete) Split(IEnumerable<PendingCommit<TCommittable>> restored)
    {
        var isEnd = restored.ToLookup(pending => pending.Checkpoint == CommitQueue<TCommittable>.End);
        return ([.. isEnd[true].Select(pending => pending.Committable)], [.. isEnd[false]]);
    }

    private void Prepare(long checkpoint)
    {
        foreach (var committable in _prepare()) _queue.Add(checkpoint, committable);
        _figures.Pending = _queue.Count;
    }

    private void Advance()
    {
        if (_call is not null || _queue.Next() is not { } requests) return;
        if (!_completions.TryReserve()) throw new InvalidOperationException("A commit has returned, and its place is taken.");
        _call = new CommitCall<TCommittable>(_committer, requests, _context);
        _call.Start(_queue.Delay, failure => _completions.Complete(() => Returned(requests, failure)));
    }

    private void Returned(IReadOnlyList<CommitRequest<TCommittable>> requests, Exception? failure)
    {
        _call = null;
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        foreach (var request in requests)
        {
            _figures.Count(request.Outcome);
            if (request.Outcome == CommitOutcome.Failed) ExceptionDispatchInfo.Throw(request.Reason!);
            if (request.Outcome == CommitOutcome.Dropped) _context.CommitDropped($"{request.Committable}", request.Reason!);
        }

        _queue.Returned(requests);
        _figures.Pending = _queue.Count;
        Advance();
    }
}
