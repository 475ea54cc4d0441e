using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>
/// Decides about a job's checkpoints: when they begin, what completes and aborts them, which are kept, which files are deleted, and
/// when the job may end. Knows no actors: a message and the time give decisions to write down and effects to perform after that.
/// When they cannot be written the core is thrown away, and one made anew from the journal goes on. Not thread-safe.
/// </summary>
/// <param name="settings">When, how many, and what is tolerable.</param>
/// <param name="graph">The job's subtasks.</param>
internal sealed partial class CheckpointCore(CheckpointSettings settings, CheckpointGraph graph)
{
    /// <summary>How many requests wait for their turn at most.</summary>
    public const int QueueMax = 100;

    private CheckpointGraph _graph = graph;

    // Numbers are reserved in lots, so that a checkpoint that never completes costs the journal nothing.
    private const int IdsReserved = 64;

    private SubtaskStandings _standings = new(graph);
    private readonly SortedDictionary<long, PendingCheckpoint> _pending = [];
    private readonly List<ICheckpointEvent> _events = [];
    private readonly List<CheckpointEffect> _effects = [];
    private HashSet<long> _unknown = [];
    private long _next;
    private bool _isOver;

    /// <summary>What is decided so far, written or about to be.</summary>
    public CheckpointRecord Record { get; private set; } = CheckpointRecord.Empty;

    /// <summary>What became of checkpoints.</summary>
    public CheckpointStatistics Statistics { get; } = new(settings.HistoryMax);

    /// <summary>Those that are under way, oldest first, as they are shown.</summary>
    public IEnumerable<CheckpointLine> UnderWayLines => _pending.Values.Select(p => p.Line);

    /// <summary>A checkpoint that is under way, or over and remembered; null for none.</summary>
    public PastCheckpoint? Find(long checkpoint) =>
        _pending.TryGetValue(checkpoint, out var pending) ? pending.Show(_graph.Subtasks) : Statistics.History.LastOrDefault(c => c.Id == checkpoint);

    /// <summary>How it decides.</summary>
    public CheckpointSettings Settings => settings;

    /// <summary>How many checkpoints are under way.</summary>
    public int UnderWay => _pending.Count;

    /// <summary>
    /// The checkpoints below a number that are not over; null for none. Those under way are, and one at which subtasks stand still, though it is complete: they go on if it is over.
    /// </summary>
    public IReadOnlyList<long>? UnderWayBelow(long checkpoint)
    {
        List<long> lower = [.. _pending.Keys.TakeWhile(id => id < checkpoint)];
        if (Record.Latest is { Kind: CheckpointKind.StopWithSavepoint or CheckpointKind.Suspend } last && last.Id < checkpoint) lower.Insert(0, last.Id);
        return lower.Count > 0 ? lower : null;
    }

    /// <summary>The checkpoint before this one whose barrier enters at the same subtask, which has not taken its part; null for none.</summary>
    public long? EntryBefore(long checkpoint, SubtaskNumber subtask)
    {
        if (_pending.Count < 2) return null;
        var index = _graph.IndexOf(subtask);
        return _pending.Values.LastOrDefault(p => p.Id < checkpoint && p.Stage == PendingStage.Subtasks && p.AwaitsSubtask(index) && _standings.IsEntry(index))?.Id;
    }

    /// <summary>Whether all stand still at a checkpoint that is complete.</summary>
    public bool IsSuspended => _suspendedAt is not null;

    /// <summary>The checkpoints that wait for subtasks: where barriers enter of which nothing was heard, and who has not said anything.</summary>
    public IReadOnlyList<AwaitedParts> Awaited => [.. _pending.Values.Where(p => p.Stage == PendingStage.Subtasks).Select(AwaitedOf)];

    /// <summary>Those under way, oldest first.</summary>
    public IEnumerable<PendingCheckpoint> Pending => _pending.Values;

    /// <summary>The subtasks whose parts a checkpoint waits for.</summary>
    public IEnumerable<SubtaskNumber> MissingOf(PendingCheckpoint pending) =>
        Enumerable.Range(0, _graph.Subtasks.Count).Where(pending.AwaitsSubtask).Select(i => _graph.Subtasks[i]);

    /// <summary>When a <see cref="TimePassed"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt
    {
        get
        {
            if (_isOver) return LeasesWakeAt;
            var deadlines = _pending.Values.SelectMany(p => new[] { p.Deadline, p.Stage == PendingStage.Subtasks ? p.OvertakesAt : null });
            return deadlines.Append(NextBeginning()).Append(LeasesWakeAt).Min();
        }
    }

    /// <summary>The job has other subtasks from here on, none of which runs yet; none is under way.</summary>
    public void Rescale(CheckpointGraph graph)
    {
        if (_pending.Count > 0) throw new InvalidOperationException("The subtasks of a job change only while no checkpoint is under way.");
        (_graph, _standings) = (graph, new SubtaskStandings(graph));
    }

    /// <summary>Takes a decision of the past from the journal.</summary>
    public void Replay(ICheckpointEvent decision) => Record = Record.Apply(decision);

    /// <summary>
    /// Goes on where the journal ends. Called once, after the replay. What earlier coordinators had under way is aborted and swept,
    /// and the last completed checkpoint is told again: nobody knows whether it was. Of a job that has not ended that follows a decision, always: an earlier coordinator, one that stood still, say, may
    /// be about to complete a checkpoint of which this one does not know, and whose files it would sweep. Of the two only one can write down what comes next.
    /// </summary>
    /// <param name="files">The files of the kept checkpoints, as their metadata tells; those whose metadata cannot be read are missing.</param>
    /// <param name="now">The time.</param>
    /// <param name="claimed">The snapshot that the job begins with, and takes over; null for none.</param>
    /// <param name="hasEnded">Whether the job has ended, after which nobody decides anything.</param>
    public CheckpointStep Start(IReadOnlyDictionary<long, IReadOnlyList<FileReference>> files, DateTimeOffset now, ClaimedSnapshot? claimed = null, bool hasEnded = false)
    {
        settings.Validated();
        _next = Record.ReservedBelow;
        if (!hasEnded) Decide(new CheckpointIdsReserved(_next + IdsReserved));
        foreach (var kept in Record.Kept) Keep(kept, files.GetValueOrDefault(kept.Id));

        _unknown = [.. Record.Kept.Select(c => c.Id).Where(id => !files.ContainsKey(id))];
        Sweep();
        if (claimed is not null && Record is { Claimed: null, Kept.IsEmpty: true }) Decide(new SnapshotClaimed(claimed));
        DropClaimed();
        _effects.Add(new CheckpointEffect.AbortBelow(_next));
        if (Record.Latest is { } latest) Announce(latest);

        return TakeStep(now);
    }

    /// <summary>Takes a message.</summary>
    public CheckpointStep Handle(ICheckpointMessage message, DateTimeOffset now)
    {
        // A job may end with it.
        if (_isOver && message is not (ClaimedGone or TimePassed))
        {
            if (message is RequestCheckpoint late) Answer(late.Request, new CheckpointOutcome.Refused(RefusalReason.JobEnding));
            return TakeStep(now);
        }

        switch (message)
        {
            case RegionStarted e: OnStarted(e, now); break;
            case RegionStopped e: OnStopped(e, now); break;
            case SubtaskEnded e: OnEnded(e.Subtask, e.Attempt); break;
            case SubtaskFinished e: OnFinished(e.Subtask, e.Attempt, now); break;
            case RequestCheckpoint e: OnRequest(e); break;
            case EnumeratorTaken e: OnEnumerator(e, now); break;
            case EnumeratorFailed e: OnEnumeratorFailed(e, now); break;
            case Acknowledged e: OnAcknowledged(e, now); break;
            case Declined e: OnDeclined(e, now); break;
            case MetadataWritten e: OnMetadata(e, now); break;
            case MetadataFailed e: OnMetadataFailed(e, now); break;
            case Resumed: _suspendedAt = null; break;
            case FoundUnreadable e: OnUnreadable(e); break;
            case FoundDamaged e: OnDamaged(e.Checkpoint); break;
            case ClaimedGone: OnClaimedGone(); break;
            case JobEnded e: OnJobEnded(e, now); break;
            case TimePassed: break;
            default: throw new ArgumentException($"The core that decides about checkpoints knows no message {message.GetType()}.");
        }

        return TakeStep(now);
    }

    private void OnStarted(RegionStarted started, DateTimeOffset now)
    {
        if (!_standings.Start(started.Region, started.Attempt, started.Finished)) return;

        // The news that the attempt before it was stopped may come later, or never.
        AbortAll(AbortReason.RegionStopped, $"Region {started.Region} is in its attempt {started.Attempt}.", now);
        if (_suspendedAt?.Attempts.GetValueOrDefault(started.Region) < started.Attempt) _suspendedAt = null;
        if (!_standings.AllThere) return;
        _dueAt = DueAfterStart(started.IsTakenUp, now);
        if (Record.End is { } end) Announce(end);
    }

    private void OnStopped(RegionStopped stopped, DateTimeOffset now)
    {
        if (!_standings.Stop(stopped.Region, stopped.Attempt)) return;
        _dueAt = null;
        AbortAll(AbortReason.RegionStopped, $"Region {stopped.Region} was stopped in its attempt {stopped.Attempt}.", now);
        RefuseQueued(RefusalReason.NotAllRunning);
    }

    // What ends while a checkpoint is under way may have had no barrier to hand on: those behind it are asked themselves.
    private void OnEnded(SubtaskNumber subtask, int attempt)
    {
        var index = _graph.IndexOf(subtask);
        if (!_standings.IsCurrent(index, attempt)) return;
        EnterLater(_standings.Advance(index, SubtaskStanding.Ended));
    }

    private void OnFinished(SubtaskNumber subtask, int attempt, DateTimeOffset now)
    {
        var index = _graph.IndexOf(subtask);
        if (!_standings.IsCurrent(index, attempt)) return;
        var entries = _standings.Advance(index, SubtaskStanding.Finished);
        foreach (var pending in _pending.Values.Where(p => p.Lacks(index)).ToList())
            Abort(pending, AbortReason.SubtaskFinished, $"Subtask {subtask.Index} of vertex {subtask.Vertex} finished before it took part.", now);
        EnterLater(entries);
    }

    private void OnUnreadable(FoundUnreadable found)
    {
        var news = found.Checkpoints.Where(id => Record.Kept.Exists(c => c.Id == id) && !Record.Unreadable.Contains(id)).ToList();
        if (news.Count > 0) Decide(new CheckpointsUnreadable(news));
    }

    private void OnDamaged(long checkpoint)
    {
        if (Record.Kept.Exists(c => c.Id == checkpoint) && Record.Damaged?.Contains(checkpoint) != true) Decide(new CheckpointFoundDamaged(checkpoint));
    }

    private AwaitedParts AwaitedOf(PendingCheckpoint pending)
    {
        var missing = Enumerable.Range(0, _graph.Subtasks.Count).Where(pending.AwaitsSubtask).ToList();
        return new AwaitedParts(BarrierOf(pending, [.. missing.Where(i => pending.Overtakes || _standings.IsEntry(i))]), [.. missing.Select(i => _graph.Subtasks[i])]);
    }

    // Nobody looks again: what was written and never heard of goes too.
    private void OnJobEnded(JobEnded ended, DateTimeOffset now)
    {
        AbortAll(AbortReason.JobEnding, "The job has ended.", now);
        RefuseQueued(RefusalReason.JobEnding);
        if (!ended.KeepsCheckpoints)
        {
            Drop(Record.Kept);
            DropClaimed(isNeeded: false);
        }

        Sweep();
        _isOver = true;
    }

    // What an unreadable one refers to is not known, so nothing is known to be left behind.
    private void Sweep()
    {
        if (!Record.Kept.Exists(c => _unknown.Contains(c.Id))) _effects.Add(new CheckpointEffect.Sweep(_next, _references.Files.ToHashSet()));
    }

    private void Decide(ICheckpointEvent decision)
    {
        _events.Add(decision);
        Replay(decision);
    }

    private CheckpointStep TakeStep(DateTimeOffset now)
    {
        ReleaseHeld(now);
        if (!_isOver)
        {
            Expire(now);
            EnterInOrder(now);
            OvertakeWhatWaits(now);
            BeginWhatMay(now);
        }

        var step = new CheckpointStep([.. _events], [.. _effects]);
        _events.Clear();
        _effects.Clear();
        return step;
    }
}
