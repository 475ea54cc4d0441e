using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>What the channels of one edge have in common at one sending subtask. Used on its thread.</summary>
/// <param name="Serializer">Of the records.</param>
/// <param name="Sizer">Says when a batch closes, and learns what encoded ones weigh.</param>
/// <param name="Emitter">The operator that sends.</param>
/// <param name="Receiver">The operator that receives.</param>
/// <param name="Check">Null where records are not checked.</param>
internal sealed record OutgoingEdge<T>(
    TypeSerializer<T> Serializer, BatchSizer<T> Sizer, string Emitter, string Receiver, RecordCheck<T>? Check = null)
{
    /// <summary>The batches that plain values are copied into for receivers within the node.</summary>
    public BatchPool<T> Copies { get; init; } = new(0);

    /// <summary>How many channels the receiving input has, at each of its subtasks.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>After how many bytes a message to another node leaves.</summary>
    public int MessageBytes { get; init; } = Transport.Frames.FrameHeader.PayloadMax;

    /// <summary>Where records are checked: those that are about to leave as bytes are still what was emitted.</summary>
    /// <exception cref="RecordChangedException">One is not.</exception>
    public void Verify(Batch<T> batch, int from, int to)
    {
        if (Check is null || batch.Prints.IsEmpty) return;
        for (var i = from; i < to; i++) Check.OnArrival(batch.Values[i], batch.Prints[i]);
    }
}
