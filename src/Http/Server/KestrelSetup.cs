using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FlowActors.Http.Server;

/// <summary>Where the web server listens, and what it lets in.</summary>
internal static class KestrelSetup
{
    public static void Configure(KestrelServerOptions kestrel, HttpSettings settings, int port, CertificateFile? tls)
    {
        kestrel.AddServerHeader = false;
        var limits = settings.Limits;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = limits.RequestLineBytesMax;
        // It holds a whole first line.
        kestrel.Limits.MaxRequestBufferSize = Math.Max(1 << 20, 2 * limits.RequestLineBytesMax);
        kestrel.Limits.MaxConcurrentConnections = limits.ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTimeout;
        kestrel.Listen(settings.Host, port, listen =>
        {
            // By HTTP/2 the web server knows no limit of the first line alone, and its answer to HEAD that was made GET has a body, against the protocol.
            listen.Protocols = HttpProtocols.Http1;
            if (tls is null) return;
            listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = tls.Certificate, ServerCertificateChain = tls.Chain, HandshakeTimeout = limits.HeaderTimeout });
        });
    }
}
