namespace FlowActors.Runtime.Subtasks;

/// <summary>Where a subtask stands.</summary>
internal enum SubtaskState
{
    /// <summary>The entity exists and has been told nothing.</summary>
    Created,

    /// <summary>The graph is built and the inputs are registered; waits until all are.</summary>
    Deployed,

    /// <summary>The state is being opened, away from the operators' threads; the operators open when it is there.</summary>
    Restoring,

    /// <summary>The operators are open; waits until all are.</summary>
    Ready,

    /// <summary>Records flow.</summary>
    Running,

    /// <summary>The input has ended and everything is flushed; waits until all are there.</summary>
    Finishing,

    /// <summary>All are there: the sinks commit, away from the operators' threads; waits for that.</summary>
    Committing,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended by an exception.</summary>
    Failed,

    /// <summary>Ended because the attempt did.</summary>
    Stopped,
}

/// <summary>The legal ways through a subtask's life; any other throws.</summary>
internal static class SubtaskLife
{
    private static readonly (SubtaskState From, SubtaskState To)[] Legal =
    [
        (SubtaskState.Created, SubtaskState.Deployed),
        (SubtaskState.Deployed, SubtaskState.Restoring),
        (SubtaskState.Restoring, SubtaskState.Ready),
        (SubtaskState.Ready, SubtaskState.Running),
        (SubtaskState.Running, SubtaskState.Finishing),
        (SubtaskState.Running, SubtaskState.Committing),
        (SubtaskState.Finishing, SubtaskState.Committing),
        (SubtaskState.Committing, SubtaskState.Finished),
        (SubtaskState.Created, SubtaskState.Failed),
        (SubtaskState.Deployed, SubtaskState.Failed),
        (SubtaskState.Restoring, SubtaskState.Failed),
        (SubtaskState.Ready, SubtaskState.Failed),
        (SubtaskState.Running, SubtaskState.Failed),
        (SubtaskState.Finishing, SubtaskState.Failed),
        (SubtaskState.Committing, SubtaskState.Failed),
        (SubtaskState.Created, SubtaskState.Stopped),
        (SubtaskState.Deployed, SubtaskState.Stopped),
        (SubtaskState.Restoring, SubtaskState.Stopped),
        (SubtaskState.Ready, SubtaskState.Stopped),
        (SubtaskState.Running, SubtaskState.Stopped),
        (SubtaskState.Finishing, SubtaskState.Stopped),
        (SubtaskState.Committing, SubtaskState.Stopped),
    ];

    /// <summary>The new state.</summary>
    /// <exception cref="InvalidOperationException">The way is not legal.</exception>
    public static SubtaskState Move(SubtaskId subtask, SubtaskState from, SubtaskState to) => Array.IndexOf(Legal, (from, to)) >= 0
        ? to
        : throw new InvalidOperationException($"Subtask {subtask} cannot go from {from} to {to}.");
}
