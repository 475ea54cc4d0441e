namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>What was under way on a channel and is put back.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Data">Its batches.</param>
/// <param name="IsRoutedAnew">
/// False where the same two subtasks have the channel again. True where its records may belong to others by now: those are of them that belong to
/// this subtask.
/// </param>
internal sealed record RestoredChannel(ChannelId Channel, ChannelData Data, bool IsRoutedAnew);
