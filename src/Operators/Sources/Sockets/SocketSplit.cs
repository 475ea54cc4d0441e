namespace FlowActors.Sources;

/// <summary>What a server sends. It cannot be asked for again: the number of lines is for people only.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Lines">How many lines were emitted.</param>
internal sealed record SocketSplit(string Host, int Port, long Lines) : ISourceSplit
{
    public string SplitId => $"{Host}:{Port}";
}
