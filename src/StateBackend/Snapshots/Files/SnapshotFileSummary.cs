namespace FlowActors.State.Snapshots.Files;

/// <summary>What tells a snapshot file from others of its name.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Checksum">Of the footer, which vouches for the directory, which vouches for each block.</param>
internal readonly record struct SnapshotFileSummary(long Length, uint Checksum);
