namespace FlowActors.Runtime.Subtasks;

/// <summary>How far others know a subtask to be. A later phase is never taken back by a message that comes late.</summary>
internal enum SubtaskPhase
{
    /// <summary>Nothing was heard of it.</summary>
    Unknown,

    /// <summary>Its inputs are registered.</summary>
    Deployed,

    /// <summary>Its operators are open.</summary>
    Ready,

    /// <summary>Records flow.</summary>
    Running,

    /// <summary>Its input has ended.</summary>
    Finishing,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Stopped, failed, or lost with its node.</summary>
    Gone,
}
