namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Who may name a file.</summary>
internal enum StateFileScope
{
    /// <summary>One snapshot: the file lies in its folder.</summary>
    Exclusive,

    /// <summary>Later checkpoints of the job too; never a savepoint, which is self-contained.</summary>
    Shared,
}
