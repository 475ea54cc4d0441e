namespace FlowActors.Runtime.Transport;

/// <summary>Where a node's transport listens.</summary>
/// <param name="Host">A host name or an IP address that the other nodes can reach.</param>
/// <param name="Port">A TCP port, 1 to 65535.</param>
internal readonly record struct DataEndpoint(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
