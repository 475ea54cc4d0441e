namespace FlowActors.Runtime.Exchange;

/// <summary>A subtask as its channels see it. Both calls may come from any thread, at any time, any number of times.</summary>
internal interface IWakeable
{
    /// <summary>There is input, room or credit that was not there before.</summary>
    void Wake();

    /// <summary>A channel is lost; the attempt cannot go on.</summary>
    void Fail(Exception failure);
}
