using System.Diagnostics.CodeAnalysis;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <content>What enumerators and subtasks say of a checkpoint, and how it is aborted.</content>
internal sealed partial class CheckpointCore
{
    // Of how many checkpoints that are over it is remembered whose parts were heard of: what is said twice is deleted once.
    private const int HeardMax = 16;

    private const int EnumeratorIndex = -1;

    private readonly SortedDictionary<long, HashSet<(SubtaskNumber Who, int Attempt)>> _heard = [];
    private int _failures;

    private void OnEnumerator(EnumeratorTaken e, DateTimeOffset now)
    {
        var (vertex, state) = (e.Snapshot.Vertex, e.Snapshot.State);
        if (!IsFirst(e.Checkpoint, e.Kind, new SubtaskNumber(vertex, EnumeratorIndex), e.Attempt)) return;
        if (!IsCurrent(e.Checkpoint, new SubtaskNumber(vertex, 0), e.Attempt, out var pending) || !pending.AwaitsEnumerator(vertex))
        {
            Discard(state);
            return;
        }

        var referred = Refer(pending, state);
        pending.Take(e.Snapshot with { State = referred });
        if (referred.Count < state.Count) Abort(pending, AbortReason.UnknownFile, $"The enumerator of vertex {vertex} names a file that it must not reuse.", now);
    }

    private void OnEnumeratorFailed(EnumeratorFailed e, DateTimeOffset now)
    {
        if (IsCurrent(e.Checkpoint, new SubtaskNumber(e.Vertex, 0), e.Attempt, out var pending)) Abort(pending, AbortReason.CoordinatorIo, e.Cause, now);
    }

    private void OnAcknowledged(Acknowledged e, DateTimeOffset now)
    {
        var (subtask, state) = (e.Snapshot.Subtask, e.Snapshot.State);
        if (!IsFirst(e.Checkpoint, e.Kind, subtask, e.Attempt)) return;
        if (!IsCurrent(e.Checkpoint, subtask, e.Attempt, out var pending) || !pending.AwaitsSubtask(_graph.IndexOf(subtask)))
        {
            Discard(state);
            return;
        }

        var referred = Refer(pending, state);
        pending.Take(_graph.IndexOf(subtask), e.Snapshot with { State = referred }, now);
        if (referred.Count < state.Count)
        {
            Abort(pending, AbortReason.UnknownFile, $"Subtask {subtask.Index} of vertex {subtask.Vertex} names a file that it must not reuse.", now);
        }
        else if (pending.Missing == 0)
        {
            pending.Stage = PendingStage.Metadata;
            _effects.Add(new CheckpointEffect.WriteMetadata(pending.Content));
        }
    }

    private void OnDeclined(Declined e, DateTimeOffset now)
    {
        if (IsCurrent(e.Checkpoint, e.Subtask, e.Attempt, out var pending))
            Abort(pending, e.IsAsyncPhase ? AbortReason.AsyncPhase : AbortReason.Declined, e.Cause, now);
    }

    private bool IsCurrent(long checkpoint, SubtaskNumber subtask, int attempt, [NotNullWhen(true)] out PendingCheckpoint? pending) =>
        _pending.TryGetValue(checkpoint, out pending) && _standings.IsCurrent(_graph.IndexOf(subtask), attempt);

    // Files of a savepoint that nobody remembers may be those of a complete one, which is not ours: they stay.
    private bool IsFirst(long checkpoint, CheckpointKind kind, SubtaskNumber who, int attempt)
    {
        if (!_heard.TryGetValue(checkpoint, out var heard))
        {
            if (kind.IsSavepoint) return false;
            _heard.Add(checkpoint, heard = []);
        }

        var isFirst = heard.Add((who, attempt));
        while (_heard.Count > HeardMax + _pending.Count) _heard.Remove(_heard.Keys.First(id => !_pending.ContainsKey(id)));
        return isFirst;
    }

    // A checkpoint may share the files of those that are kept; a savepoint is whole without them.
    private List<FileReference> Refer(PendingCheckpoint pending, IReadOnlyList<FileReference> state)
    {
        var may = state.Where(h => !h.IsReused || (_references.Has(h.File) && !pending.Kind.IsSavepoint)).ToList();
        _references.Add(Names(may));
        return may;
    }

    // What was reused belongs to whoever had it written; what is new belongs to nobody.
    private void Discard(IReadOnlyList<FileReference> state) => Delete([.. state.Where(h => !h.IsReused && !_references.Has(h.File)).Select(h => h.File)]);

    private void Expire(DateTimeOffset now)
    {
        foreach (var pending in _pending.Values.Where(p => p.Deadline <= now).ToList())
            Abort(pending, AbortReason.Expired, $"It was not complete after {settings.Timeout}: {pending.Missing} parts of stage {pending.Stage} were missing.", now);
    }

    private void AbortAll(AbortReason reason, string cause, DateTimeOffset now)
    {
        foreach (var pending in _pending.Values.ToList()) Abort(pending, reason, cause, now);
    }

    private void Abort(PendingCheckpoint pending, AbortReason reason, string cause, DateTimeOffset now)
    {
        _pending.Remove(pending.Id);
        if (pending.Stage == PendingStage.Metadata) _aborted.Add(pending.Id);
        Statistics.End(pending.Show(_graph.Subtasks), reason, cause, now);
        _effects.Add(new CheckpointEffect.NotifyAborted(pending.Id, pending.Kind));
        Answer(pending.Request, new CheckpointOutcome.Aborted(pending.Id, reason, cause));
        Delete(_references.Release(Names(pending.Files)));
        DeleteDeferred();
        if (pending.Kind == CheckpointKind.Final) _finalAt = now + FinalRetry;
        if (MustFail(pending, reason)) _effects.Add(new CheckpointEffect.FailJob(pending.Id, reason, cause));
    }

    // Sources that have ended their input cannot go on: the job begins again before that.
    private bool MustFail(PendingCheckpoint pending, AbortReason reason)
    {
        if (reason == AbortReason.JobEnding) return false;
        if (pending is { Kind: CheckpointKind.DrainWithSavepoint, Stage: not PendingStage.Enumerators }) return true;
        if (!reason.Counts || pending.Kind.IsSavepoint || ++_failures <= settings.TolerableFailures) return false;
        _failures = 0;
        return true;
    }

    private void Delete(IReadOnlyList<string> files)
    {
        if (files.Count > 0) _effects.Add(new CheckpointEffect.Delete(files));
    }
}
