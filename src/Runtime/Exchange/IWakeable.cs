namespace FlowActors.Runtime.Exchange;

/// <summary>A subtask as its channels see it. The calls may come from any thread, at any time, any number of times.</summary>
internal interface IWakeable
{
    /// <summary>There is input, room or credit that was not there before.</summary>
    void Wake();

    /// <summary>A barrier has overtaken what is under way on a channel: the channels are asked for it before the next element.</summary>
    void BarrierAnnounced();

    /// <summary>A channel is lost; the attempt cannot go on.</summary>
    void Fail(Exception failure);
}
