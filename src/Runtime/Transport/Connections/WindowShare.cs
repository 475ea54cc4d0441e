namespace FlowActors.Runtime.Transport.Connections;

/// <summary>A channel's standing with the <see cref="SendWindow"/>, which alone changes it.</summary>
internal class WindowShare
{
    /// <summary>Bytes that are kept for the channel since it was told to send again.</summary>
    internal int Reserved { get; set; }

    /// <summary>Bytes that it waits for; 0 when it does not wait.</summary>
    internal int Wanted { get; set; }
}
