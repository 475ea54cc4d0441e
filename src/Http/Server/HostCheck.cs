using System.Net;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Server;

/// <summary>Refuses requests that call the server by another name than its own: a page of the web that has a name point here reaches nothing by it.</summary>
internal sealed class HostCheck(HttpSettings settings)
{
    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        if (IsOurs(host)) return next(context);
        return Problem.Wrong(
            "The request names another host",
            $"'{host}' is not this host: it is reached as {Names()}. Other names stand in flowactors.http.allowed-hosts.").ToResult(context).ExecuteAsync(context);
    }

    private bool IsOurs(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsOurs(address))
        || settings.AllowedHosts.Any(h => h == "*" || h.Equals(host, StringComparison.OrdinalIgnoreCase));

    // Who listens on all addresses is called by any of them, as probes do; a page of the web needs a name.
    private bool IsOurs(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(settings.Host) || settings.Host.Equals(IPAddress.Any) || settings.Host.Equals(IPAddress.IPv6Any);

    private string Names() => IPAddress.IsLoopback(settings.Host) || settings.Host.Equals(IPAddress.Any) || settings.Host.Equals(IPAddress.IPv6Any)
        ? $"{IPAddress.Loopback} or localhost"
        : $"{settings.Host}";
}
