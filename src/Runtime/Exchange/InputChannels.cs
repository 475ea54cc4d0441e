using FlowActors.Elements;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>What the channels of one input have in common at its subtask.</summary>
/// <param name="Serializer">Of the records.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Budget">What those within the node borrow of; null where they are so few that all their credits together stay within it.</param>
internal sealed record InputChannels<T>(TypeSerializer<T> Serializer, int Count, InputBudget? Budget)
{
    /// <summary>The batches that those from other nodes are decoded into: the subtask has one at hand.</summary>
    public BatchPool<T> Decoded { get; } = new(2);

    /// <summary>The channels of one input; <paramref name="count"/> of them.</summary>
    public static InputChannels<T> Of(TypeSerializer<T> serializer, int count, ExchangeSettings settings)
    {
        var all = (long)count * settings.CreditsPerChannel * settings.BatchBytesMax;
        return new InputChannels<T>(serializer, count, all <= settings.FloatingBytesPerInput ? null : new InputBudget(settings.FloatingBytesPerInput));
    }
}
