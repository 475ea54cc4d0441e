namespace FlowActors.Runtime.Transport;

/// <summary>A channel between two nodes is lost. The cure is to restart the attempt; nothing was retried.</summary>
internal sealed class DataConnectionException : Exception
{
    public DataConnectionException(ChannelAddress channel, string sender, string receiver, string what)
        : base($"{char.ToUpperInvariant(channel.ToString()[0])}{channel.ToString()[1..]}, from node {sender} to node {receiver}, failed: {what}")
    {
        Channel = channel;
        Sender = sender;
        Receiver = receiver;
    }

    /// <summary>The channel that is lost.</summary>
    public ChannelAddress Channel { get; }

    /// <summary>The node that sends on the channel: its name and, where known, its endpoint.</summary>
    public string Sender { get; }

    /// <summary>The node that receives on the channel: its name and, where known, its endpoint.</summary>
    public string Receiver { get; }
}
