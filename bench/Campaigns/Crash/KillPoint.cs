namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>Where in the life of a job its process is killed.</summary>
internal enum KillPoint
{
    /// <summary>Wherever it is when the campaign kills it, some time after some checkpoints.</summary>
    Random,

    /// <summary>Records flow, and no checkpoint is under way.</summary>
    BetweenBarriers,

    /// <summary>The barrier has left one source of a region and not the other: the subtasks behind them wait for it.</summary>
    DuringAlignment,

    /// <summary>A state file is half written.</summary>
    FrozenWriting,

    /// <summary>The metadata is written under another name.</summary>
    BeforeMetadata,

    /// <summary>The metadata has its name.</summary>
    AfterMetadata,

    /// <summary>The metadata is durable; the journal may be writing that the checkpoint is complete, and may be done with it.</summary>
    BeforeEvent,

    /// <summary>The journal holds that the checkpoint is complete; the files of the one before are about to be deleted.</summary>
    AfterEvent,

    /// <summary>Among the commits of a checkpoint: some results have their names and others do not, or all have and nobody has heard of it.</summary>
    MidCommit,

    /// <summary>A resumed job reads its state.</summary>
    DuringRestore,
}
