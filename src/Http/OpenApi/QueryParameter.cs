using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace FlowActors.Http.OpenApi;

/// <summary>A parameter of the query that a handler reads from the request itself, where the framework sees none.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says, and what holds without it.</param>
/// <param name="IsRepeated">Whether it may be given several times.</param>
internal sealed record QueryParameter(string Name, string Description, bool IsRepeated)
{
    /// <summary>As the document has it.</summary>
    public OpenApiParameter ToOpenApi()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiParameter
        {
            Name = Name,
            In = ParameterLocation.Query,
            Description = Description,
            Schema = IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = text } : text,
        };
    }
}

/// <summary>Parameters of endpoints.</summary>
internal static class QueryParameters
{
    /// <summary>Describes a parameter of the query.</summary>
    /// <param name="route">The endpoint.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it says, and what holds without it.</param>
    /// <param name="isRepeated">Whether it may be given several times.</param>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string name, string description, bool isRepeated = false) =>
        route.WithMetadata(new QueryParameter(name, description, isRepeated));
}
