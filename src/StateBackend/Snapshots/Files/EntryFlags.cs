namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// The first byte of an entry: what is left out because the entry before it, in the same block, has the same, and what it has beside.
/// </summary>
[Flags]
internal enum EntryFlags : byte
{
    None = 0,
    SameState = 1,
    SameKey = 2,
    SameNamespace = 4,
    HasMapKey = 8,
    HasLastTouch = 16,
    All = SameState | SameKey | SameNamespace | HasMapKey | HasLastTouch,
}
