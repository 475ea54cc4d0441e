using System.Globalization;
using FlowActors.Functions;

namespace FlowActors.Sources;

/// <summary>The lines that a server sends over TCP, read by one subtask; connects again when the connection ends. At most once.</summary>
internal sealed class SocketTextSource(string host, int port, SocketTextSettings settings) : FetchingSource<string, SocketSplit>
{
    private const int PortMax = 65_535;

    public override Boundedness Boundedness => Boundedness.Unbounded;

    public override void Validate()
    {
        if (string.IsNullOrWhiteSpace(host))
            throw new JobValidationException("Lines cannot be read from a socket of no host: name one, such as 'localhost'.");
        if (port is < 1 or > PortMax)
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture, $"Lines cannot be read from port {port} of '{host}': a port is a number from 1 to {PortMax}."));
        settings.Validate();
    }

    public override SplitEnumerator<SocketSplit> CreateEnumerator() => new ListEnumerator<SocketSplit>(_ => [new SocketSplit(host, port, 0)]);

    public override Fetcher<string, SocketSplit> CreateFetcher(IRuntimeContext context) => new SocketFetcher(settings, context);

    public override SocketSplit MoveTo(SocketSplit split, long position) => split with { Lines = position };
}
