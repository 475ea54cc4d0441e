namespace FlowActors.Runtime.Exchange;

/// <summary>Whether jobs that do not say are checked for records that change after they were emitted.</summary>
internal enum RecordChecking
{
    /// <summary>Those of Debug builds are.</summary>
    Auto,

    /// <summary>All are.</summary>
    On,

    /// <summary>None is.</summary>
    Off,
}
