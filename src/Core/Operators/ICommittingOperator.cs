namespace FlowActors.Operators;

/// <summary>An operator that makes results visible when a checkpoint completes.</summary>
internal interface ICommittingOperator
{
    /// <summary>Whether it commits something once the checkpoint is complete whose snapshot was taken last.</summary>
    bool Commits { get; }
}
