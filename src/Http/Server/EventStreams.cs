using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FlowActors.Http.Server;

/// <summary>The endpoints whose answers have no end: streams of server-sent events.</summary>
internal static class EventStreams
{
    public static bool IsStream(this Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(p => p.ContentTypes.Contains("text/event-stream"));
}
