namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>When a subtask came into each of its states; a few entries, written on its actor's thread, read from any.</summary>
internal sealed class SubtaskTimeline
{
    private volatile IReadOnlyList<SubtaskMove> _moves = [];

    /// <summary>In order.</summary>
    public IReadOnlyList<SubtaskMove> Moves => _moves;

    public void Add(SubtaskState state, DateTimeOffset at) => _moves = [.. _moves, new SubtaskMove(state, at)];
}

/// <summary>A subtask came into a state.</summary>
internal readonly record struct SubtaskMove(SubtaskState State, DateTimeOffset At);
