using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>The attempt that a coordinator runs: its phase and the phase of each subtask.</summary>
internal sealed class AttemptRun
{
    private readonly JobId _job;
    private readonly SubtaskPhase[][] _subtasks;
    private readonly int[] _reached = new int[(int)SubtaskPhase.Gone + 1];

    public AttemptRun(JobId job, int attempt, JobShape shape)
    {
        _job = job;
        Attempt = attempt;
        _subtasks = [.. shape.Parallelism.Select(p => new SubtaskPhase[p])];
        SubtaskCount = shape.Parallelism.Sum();
        _reached[0] = SubtaskCount;
    }

    public int Attempt { get; }

    public int SubtaskCount { get; }

    public AttemptPhase Phase { get; set; } = AttemptPhase.Placing;

    /// <summary>Empty while the attempt is being placed.</summary>
    public IReadOnlyList<SlotLocation> Slots { get; set; } = [];

    /// <summary>When unanswered commands are repeated.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>When the stopping is given up.</summary>
    public DateTimeOffset? StopDeadline { get; set; }

    public AttemptAccumulators Accumulators { get; } = new();

    /// <summary>True when the name is one of this attempt's subtasks.</summary>
    public bool Owns(SubtaskId id) => id.Job == _job && id.Attempt == Attempt
        && (uint)id.Vertex < (uint)_subtasks.Length && (uint)id.Index < (uint)_subtasks[id.Vertex].Length;

    public SubtaskPhase PhaseOf(SubtaskId id) => _subtasks[id.Vertex][id.Index];

    /// <summary>Moves a subtask on; false when it was as far already.</summary>
    public bool Advance(SubtaskId id, SubtaskPhase phase)
    {
        ref var current = ref _subtasks[id.Vertex][id.Index];
        if (current >= phase) return false;
        _reached[(int)current]--;
        _reached[(int)phase]++;
        current = phase;
        return true;
    }

    /// <summary>True when every subtask has reached the phase; a finished one has reached all but Gone.</summary>
    public bool AllReached(SubtaskPhase phase) => CountBelow(phase) == 0;

    /// <summary>True when no subtask is left that could do anything.</summary>
    public bool AllEnded => AllReached(SubtaskPhase.Finished);

    /// <summary>Those that have not reached the phase.</summary>
    public IEnumerable<SubtaskId> Below(SubtaskPhase phase)
    {
        for (var vertex = 0; vertex < _subtasks.Length; vertex++)
        {
            for (var index = 0; index < _subtasks[vertex].Length; index++)
            {
                if (_subtasks[vertex][index] < phase) yield return new SubtaskId(_job, Attempt, vertex, index);
            }
        }
    }

    private int CountBelow(SubtaskPhase phase)
    {
        var count = 0;
        for (var i = 0; i < (int)phase; i++) count += _reached[i];
        return count;
    }
}
