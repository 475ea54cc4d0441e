namespace FlowActors.Sources;

/// <summary>What a checkpoint keeps of a hybrid enumerator.</summary>
/// <param name="Positions">The positions at which the stages so far have begun, the first one's too, as bytes.</param>
/// <param name="Enumerator">The state of the present stage's enumerator, as bytes.</param>
/// <param name="Late">Splits of earlier stages that came back, and have no reader yet.</param>
internal sealed record HybridState(List<byte[]> Positions, byte[] Enumerator, List<LateSplit> Late);

/// <summary>A split of an earlier stage that came back.</summary>
/// <param name="Subtask">Whose reader was lost.</param>
/// <param name="Split">The split.</param>
internal sealed record LateSplit(int Subtask, HybridSplit Split);
