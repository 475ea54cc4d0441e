namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>
/// What is under way at one subtask: read from its input channels before their barriers, or waiting to leave by its output channels.
/// It may be put back into a subtask of the same wiring before that takes anything else.
/// </summary>
/// <param name="Inputs">By channel, numbered through all inputs.</param>
/// <param name="Outputs">By channel, numbered through all outputs.</param>
internal sealed record InFlightData(IReadOnlyList<ChannelData> Inputs, IReadOnlyList<ChannelData> Outputs)
{
    /// <summary>How many records there are.</summary>
    public long Records => Inputs.Concat(Outputs).Sum(c => c.Records);

    /// <summary>Lets go of what it holds.</summary>
    public void Release()
    {
        foreach (var channel in Inputs.Concat(Outputs)) channel.Release();
    }
}
