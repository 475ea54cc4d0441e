using System.Net;

namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.http</c>: what a host's own HTTP server is, and the limits of its endpoints wherever they are served.</summary>
/// <param name="Port">The port; null: it serves nothing unless the application says so.</param>
/// <param name="Host">The address that it listens on.</param>
/// <param name="AllowedHosts">Names that requests may call it by, besides those of loopback and its own address; <c>*</c> is any.</param>
/// <param name="Keys">Who may ask.</param>
/// <param name="Tls">Its certificate; null: it speaks HTTP without TLS.</param>
/// <param name="Limits">How much may be asked.</param>
/// <param name="SavepointFolders">The folders below which savepoints may be taken and deleted: full paths.</param>
internal sealed record HttpSettings(
    int? Port, IPAddress Host, IReadOnlyList<string> AllowedHosts, ApiKeys Keys, TlsSettings? Tls, HttpLimits Limits, IReadOnlyList<string> SavepointFolders);

/// <summary>How much may be asked over HTTP.</summary>
/// <param name="BodyBytesMax">The largest body of a request.</param>
/// <param name="RequestLineBytesMax">The longest first line of a request: its method, path and query.</param>
/// <param name="RequestsMax">Requests under way at the same time; streams of watchers do not count.</param>
/// <param name="ConnectionsMax">Connections at the same time.</param>
/// <param name="HeaderTimeout">How long a client may take for the head of a request.</param>
/// <param name="StopTimeout">How long requests under way have when the server stops.</param>
/// <param name="WatchersMax">Streams of watchers at the same time.</param>
/// <param name="ScanLimitMax">The most entries of one answer of a scan.</param>
internal sealed record HttpLimits(
    int BodyBytesMax,
    int RequestLineBytesMax,
    int RequestsMax,
    int ConnectionsMax,
    TimeSpan HeaderTimeout,
    TimeSpan StopTimeout,
    int WatchersMax,
    int ScanLimitMax);
