using FlowActors.Runtime.Checkpoints.Retention;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <content>Checkpoints that somebody reads: dropped ones among them are deleted once their leases have ended, and nothing restarts from them.</content>
internal sealed partial class CheckpointCore
{
    private readonly CheckpointLeases _leases = new();

    // What was dropped while somebody read it.
    private readonly SortedDictionary<long, IReadOnlyList<FileReference>> _held = [];

    /// <summary>When a <see cref="CheckpointMessages.TimePassed"/> is due to delete what nobody reads any more; null where nothing waits for that.</summary>
    public DateTimeOffset? LeasesWakeAt => _leases.FirstEnd(_held.Keys);

    /// <summary>Somebody reads a checkpoint, or goes on to do so.</summary>
    /// <param name="checkpoint">Its number; null for the last one that is complete.</param>
    /// <param name="reader">Names who reads.</param>
    /// <param name="until">When it is given up.</param>
    public CheckpointLease Lease(long? checkpoint, string reader, DateTimeOffset until)
    {
        var found = checkpoint is { } held && _held.ContainsKey(held) ? new CheckpointLease(LeaseOutcome.Granted, held) : Record.Find(checkpoint);
        return found.Outcome != LeaseOutcome.Granted || _leases.TryTake(found.Checkpoint, reader, until) ? found : new CheckpointLease(LeaseOutcome.Busy);
    }

    /// <summary>Somebody has read a checkpoint.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="reader">Names who has read.</param>
    /// <param name="nextUntil">Until when somebody may come for more of it; null for nobody.</param>
    /// <param name="now">The time.</param>
    public CheckpointStep EndLease(long checkpoint, string reader, DateTimeOffset? nextUntil, DateTimeOffset now)
    {
        _leases.End(checkpoint, reader, nextUntil);
        return TakeStep(now);
    }

    /// <summary>
    /// Nobody asks the core any more, as it is with a job that is forgotten. What is held of a job that has ended is nobody's from here on; of one that has not, the next core deletes
    /// what is left.
    /// </summary>
    /// <returns>The files to delete.</returns>
    public IReadOnlyList<string> LeaveHeld()
    {
        if (!_isOver) return [];
        var held = _held.Values.SelectMany(Names).ToList();
        _held.Clear();
        return _references.Release(held);
    }

    // Where there are too many, the oldest goes that nobody reads at the moment: who comes for its next page is told that it has gone.
    private void Hold(long checkpoint, IReadOnlyList<FileReference> files)
    {
        _held.Add(checkpoint, files);
        if (_held.Count <= CheckpointLeases.CheckpointsMax) return;
        var over = _held.Keys.Where(c => !_leases.IsRead(c)).Append(_held.Keys.First()).First();
        _leases.Drop(over);
        _held.Remove(over, out var its);
        Defer(its!);
    }

    private void ReleaseHeld(DateTimeOffset now)
    {
        _leases.Expire(now);
        var over = _held.Keys.Where(c => !_leases.Has(c)).ToList();
        if (over.Count == 0) return;
        foreach (var checkpoint in over)
        {
            _held.Remove(checkpoint, out var files);
            Defer(files!);
        }

        DeleteDeferred();
    }

    // Those under way may have reused it.
    private void Defer(IReadOnlyList<FileReference> files) => _deferred.Add((_pending.Count == 0 ? 0 : _pending.Keys.Last(), files));
}
