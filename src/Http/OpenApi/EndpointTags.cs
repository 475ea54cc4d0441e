using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FlowActors.Http.OpenApi;

/// <summary>Groups endpoints in the document: by the first name of their path, and those of state for themselves.</summary>
internal static class EndpointTags
{
    private const string State = "state";

    public static void Add(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder route || route.Metadata.OfType<ITagsMetadata>().Any()) return;
        var names = route.RoutePattern.PathSegments.SelectMany(s => s.Parts.OfType<RoutePatternLiteralPart>()).Select(p => p.Content).ToList();
        if (names.Count > 0) route.Metadata.Add(new TagsAttribute(names.Contains(State) ? State : names[0]));
    }
}
