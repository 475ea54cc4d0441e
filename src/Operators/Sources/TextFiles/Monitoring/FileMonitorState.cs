namespace FlowActors.Sources;

/// <summary>What a checkpoint keeps of monitored files.</summary>
/// <param name="Unassigned">What was found and is not read by anybody yet.</param>
/// <param name="Known">Which files were taken: see <see cref="KnownFiles"/>.</param>
internal sealed record FileMonitorState(List<TextFileSplit> Unassigned, byte[] Known);
