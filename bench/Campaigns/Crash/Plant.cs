namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>A fault that the campaign must find.</summary>
internal enum Plant
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>A key's state counts as empty after a resume.</summary>
    State,

    /// <summary>Results are shown at the barrier, before the checkpoint is complete.</summary>
    Commit,

    /// <summary>A source goes on one record behind where it was.</summary>
    Source,
}
