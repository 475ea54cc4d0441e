namespace FlowActors.Sources.Coordination;

/// <summary>
/// Splits for one reader, by their numbers in the order in which that reader gets them. A state, too: whatever of it the reader has is passed over.
/// </summary>
/// <param name="Subtask">The reader's subtask.</param>
/// <param name="Attempt">The attempt that it belongs to.</param>
/// <param name="From">The number of the first split, from 0.</param>
/// <param name="Splits">The splits as bytes; perhaps none.</param>
/// <param name="NoMore">True when no split follows these.</param>
/// <param name="Behind">
/// The checkpoint that was under way when this was said, 0 when none was: the enumerator's part of it was taken before, so the reader takes
/// this in behind its own part only.
/// </param>
internal sealed record SplitAnswer(int Subtask, int Attempt, long From, IReadOnlyList<byte[]> Splits, bool NoMore, long Behind = 0);
