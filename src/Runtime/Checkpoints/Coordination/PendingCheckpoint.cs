using System.Collections.Immutable;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What a checkpoint under way waits for.</summary>
internal enum PendingStage
{
    /// <summary>The state of the enumerators; no subtask has heard of it.</summary>
    Enumerators,

    /// <summary>The parts of subtasks.</summary>
    Subtasks,

    /// <summary>Its metadata.</summary>
    Metadata,
}

/// <summary>A checkpoint under way. Not thread-safe.</summary>
/// <param name="id">Its number.</param>
/// <param name="kind">What it is for.</param>
/// <param name="request">Who asked for it; null when nobody did.</param>
/// <param name="target">Where a savepoint is written to; null for others.</param>
/// <param name="triggeredAt">When it was triggered.</param>
/// <param name="deadline">When it expires.</param>
/// <param name="attempts">The attempt of each region.</param>
internal sealed class PendingCheckpoint(
    long id,
    CheckpointKind kind,
    long? request,
    string? target,
    DateTimeOffset triggeredAt,
    DateTimeOffset deadline,
    ImmutableSortedDictionary<int, int> attempts)
{
    private readonly Dictionary<int, EnumeratorPart?> _enumerators = [];
    private readonly SortedDictionary<int, SubtaskPart?> _subtasks = [];
    private readonly Dictionary<int, DateTimeOffset> _heardAt = [];
    private int _missing;

    public long Id => id;

    public CheckpointKind Kind => kind;

    public long? Request => request;

    public string? Target => target;

    public DateTimeOffset TriggeredAt => triggeredAt;

    public DateTimeOffset Deadline => deadline;

    public ImmutableSortedDictionary<int, int> Attempts => attempts;

    public PendingStage Stage { get; set; }

    /// <summary>When its barriers begin to overtake what is under way; null when they do not, or do already.</summary>
    public DateTimeOffset? OvertakesAt { get; private set; }

    /// <summary>Whether its barriers overtake what is under way.</summary>
    public bool Overtakes { get; private set; }

    /// <summary>The oldest checkpoint whose files it may reuse; null when it may reuse none.</summary>
    public long? OldestBase { get; init; }

    /// <summary>Whether a savepoint has the native form.</summary>
    public bool IsNative { get; init; }

    /// <summary>What it waits for in its stage.</summary>
    public int Missing => _missing;

    /// <summary>All files that were acknowledged.</summary>
    public IEnumerable<FileReference> Files =>
        _enumerators.Values.OfType<EnumeratorPart>().SelectMany(e => e.State).Concat(Parts.SelectMany(s => s.State));

    /// <summary>The parts that were acknowledged, and those of finished subtasks.</summary>
    public IEnumerable<SubtaskPart> Parts => _subtasks.Values.OfType<SubtaskPart>();

    /// <summary>What its metadata consists of, once nothing is missing.</summary>
    public CheckpointContent Content =>
        new(id, kind, target, triggeredAt, attempts, [.. _enumerators.OrderBy(e => e.Key).Select(e => e.Value!)], [.. Parts]) { Form = kind.FormOf(IsNative) };

    /// <summary>The vertices whose enumerators had assigned all splits.</summary>
    public ImmutableSortedSet<int> AssignedAll => [.. _enumerators.Values.OfType<EnumeratorPart>().Where(e => e.HasAssignedAll).Select(e => e.Vertex)];

    /// <summary>An enumerator takes part.</summary>
    public void ExpectEnumerator(int vertex)
    {
        _enumerators.Add(vertex, null);
        _missing++;
    }

    /// <summary>A subtask takes part, or is finished.</summary>
    public void ExpectSubtask(int index, SubtaskPart? finished) => _subtasks.Add(index, finished);

    /// <summary>Its barriers set out.</summary>
    /// <param name="mode">What they do.</param>
    /// <param name="overtakesAt">When they begin to overtake what is under way; null for never.</param>
    public void SetOut(CheckpointMode mode, DateTimeOffset? overtakesAt) => (Overtakes, OvertakesAt) = (mode == CheckpointMode.Unaligned, overtakesAt);

    /// <summary>Its barriers overtake what is under way from here on.</summary>
    public void Overtake() => (Overtakes, OvertakesAt) = (true, null);

    /// <summary>The enumerators are done.</summary>
    public void BeginSubtasks()
    {
        Stage = PendingStage.Subtasks;
        _missing = _subtasks.Values.Count(s => s is null);
    }

    /// <summary>Whether an enumerator's state is awaited.</summary>
    public bool AwaitsEnumerator(int vertex) => Stage == PendingStage.Enumerators && _enumerators.TryGetValue(vertex, out var taken) && taken is null;

    /// <summary>Whether a subtask's part is awaited.</summary>
    public bool AwaitsSubtask(int index) => Stage == PendingStage.Subtasks && _subtasks[index] is null;

    /// <summary>Whether it cannot complete without a subtask's part, which is not there.</summary>
    public bool Lacks(int index) => _subtasks[index] is null;

    /// <summary>Takes the state of an enumerator.</summary>
    public void Take(EnumeratorPart snapshot)
    {
        _enumerators[snapshot.Vertex] = snapshot;
        _missing--;
    }

    /// <summary>Takes a subtask's part.</summary>
    public void Take(int index, SubtaskPart snapshot, DateTimeOffset now)
    {
        _subtasks[index] = snapshot with { Times = snapshot.Times with { StartDelay = StartDelayOf(snapshot.Times, now) } };
        _heardAt[index] = now;
        _missing--;
    }

    /// <summary>What there is of it so far, as it is shown.</summary>
    /// <param name="subtasks">All subtasks of the job, by index.</param>
    public PastCheckpoint Show(IReadOnlyList<SubtaskNumber> subtasks) => new(Line, [.. _subtasks.Select(s => Show(subtasks[s.Key], s.Key, s.Value))]);

    /// <summary>It as a whole, as it is shown.</summary>
    public CheckpointLine Line
    {
        get
        {
            var times = Parts.Select(p => p.Times).DefaultIfEmpty().ToList();
            return new CheckpointLine(
                id,
                kind,
                triggeredAt,
                null,
                target,
                Files.Sum(f => f.Bytes),
                Files.Where(f => !f.IsReused).Sum(f => f.Bytes),
                times.Sum(t => t.InFlightBytes),
                times.Max(t => t.Alignment),
                times.Max(t => t.SyncPhase),
                _subtasks.Count,
                _subtasks.Values.Count(s => s is not null),
                null,
                null);
        }
    }

    // A barrier carries no time, and the clocks of nodes differ: what is left of the time until the part was heard of when all that the subtask has measured is taken away.
    private TimeSpan StartDelayOf(SnapshotTimes times, DateTimeOffset now)
    {
        var left = now - triggeredAt - times.Alignment - times.SyncPhase - times.AsyncPhase;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private CheckpointSubtask Show(SubtaskNumber subtask, int index, SubtaskPart? part) => new(
        subtask,
        _heardAt.TryGetValue(index, out var at) ? at : null,
        part?.IsFinished == true,
        part?.State.Sum(f => f.Bytes) ?? 0,
        part?.State.Where(f => !f.IsReused).Sum(f => f.Bytes) ?? 0,
        part?.Times ?? default);
}
