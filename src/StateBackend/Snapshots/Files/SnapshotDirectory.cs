namespace FlowActors.State.Snapshots.Files;

/// <summary>What is in a file, and where.</summary>
/// <param name="States">The states by number, in the order of the numbers.</param>
/// <param name="Parts">One for each key group that has elements, and one for operator state, in the order of the file.</param>
internal sealed record SnapshotDirectory(IReadOnlyDictionary<int, StateHeader> States, IReadOnlyList<SnapshotPart> Parts);

/// <summary>The elements of one key group.</summary>
/// <param name="KeyGroup">The group; <see cref="SnapshotFormat.NoGroup"/> for operator state.</param>
/// <param name="Sections">The states that have elements in it, in the order of their numbers.</param>
/// <param name="Blocks">Its bytes, one behind the other.</param>
internal sealed record SnapshotPart(int KeyGroup, IReadOnlyList<SnapshotSection> Sections, IReadOnlyList<SnapshotBlock> Blocks);

/// <summary>The elements of one state within a part.</summary>
internal readonly record struct SnapshotSection(int State, long Elements);

/// <summary>Whole entries, read and checked together.</summary>
/// <param name="Offset">Its position in the file.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Checksum">Of its bytes.</param>
/// <param name="State">The state of its first entry.</param>
/// <param name="Separator">
/// At most the sort key of its first entry, and above that of the last entry before it where the two differ: the shortest bytes that part
/// them.
/// </param>
internal sealed record SnapshotBlock(long Offset, int Length, uint Checksum, int State, byte[] Separator);
