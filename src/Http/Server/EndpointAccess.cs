using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.Server;

/// <summary>Writes into the metadata of each endpoint whether it reads or acts.</summary>
internal static class EndpointAccess
{
    /// <summary>By the methods of an endpoint: what changes nothing is GET.</summary>
    public static void Tell(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<FlowActorsAccess>().Any()) return;
        var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods;
        endpoint.Metadata.Add(methods is { Count: > 0 } ? FlowActorsAccess.Of(methods) : FlowActorsAccess.Admin);
    }
}
