namespace FlowActors.Sources.Coordination;

/// <summary>
/// How far a reader is with what it says to its enumerator and hears of it. It is a state and no event: it may be lost, repeated and
/// overtaken, for a later one says all that it said.
/// </summary>
/// <param name="Subtask">The reader's subtask.</param>
/// <param name="Attempt">The attempt that it belongs to; a later one of the same subtask is another reader.</param>
/// <param name="Requests">How many splits it has asked for so far.</param>
/// <param name="Received">How many splits it has got from the enumerator so far.</param>
/// <param name="Report">What it has reported last by <see cref="SourceReaderContext{T}.Report"/>; 0 when nothing.</param>
internal readonly record struct ReaderState(int Subtask, int Attempt, long Requests, long Received, long Report);
