using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Exchange;

/// <summary>What a gate tells the subtask besides records and event time.</summary>
internal interface IGateEvents
{
    /// <summary>The barrier of a checkpoint has arrived on all channels.</summary>
    void Barrier(CheckpointBarrier barrier);

    /// <summary>A checkpoint was aborted before its barrier had arrived on all channels.</summary>
    void CheckpointAborted(long checkpoint);

    /// <summary>Event time has become idle. Told and not said at once: a watermark that came with it may have made more than an output takes.</summary>
    void Idle();

    /// <summary>All channels of an input have ended.</summary>
    void EndOfInput(int input);
}
