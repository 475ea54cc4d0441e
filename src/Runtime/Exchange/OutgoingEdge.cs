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
    /// <summary>Where records are checked: those that are about to leave as bytes are still what was emitted.</summary>
    /// <exception cref="RecordChangedException">One is not.</exception>
    public void Verify(Batch<T> batch, int from, int to)
    {
        if (Check is null || batch.Prints.IsEmpty) return;
        for (var i = from; i < to; i++) Check.OnArrival(batch.Values[i], batch.Prints[i]);
    }
}
