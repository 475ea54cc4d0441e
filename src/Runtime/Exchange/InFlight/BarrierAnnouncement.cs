using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>A barrier that has overtaken what is under way on a channel.</summary>
/// <param name="Barrier">The barrier.</param>
/// <param name="Position">
/// How many batches of the channel come before it, from the channel's beginning. All of them are with the receiver when it hears of this.
/// </param>
internal sealed record BarrierAnnouncement(CheckpointBarrier Barrier, long Position);
