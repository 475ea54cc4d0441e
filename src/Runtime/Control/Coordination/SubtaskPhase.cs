namespace FlowActors.Runtime.Control;

/// <summary>What a coordinator knows of a subtask. A later phase is never taken back by a message that comes late.</summary>
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

/// <summary>What an attempt waits for.</summary>
internal enum AttemptPhase
{
    /// <summary>For the job manager to place it.</summary>
    Placing,

    /// <summary>For all subtasks to be deployed.</summary>
    Deploying,

    /// <summary>For all to be ready.</summary>
    Opening,

    /// <summary>For all to run.</summary>
    Starting,

    /// <summary>For all to reach the end of their input.</summary>
    Running,

    /// <summary>For all to have finished.</summary>
    Finishing,

    /// <summary>For all to be gone, after a failure or a cancel.</summary>
    Stopping,
}
