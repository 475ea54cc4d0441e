using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FlowActors.Http.OpenApi;

/// <summary>The document that describes all endpoints, as the framework makes it: at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiSetup
{
    private const string Bearer = "bearer";
    private const string Header = "header";

    public static void AddFlowActorsOpenApi(this IServiceCollection services, bool hasKeys)
    {
        // As answers are written (WireJson), so that their schemas say what they are.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
            json.SerializerOptions.RespectNullableAnnotations = true;
        });
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document, hasKeys);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                AddParameters(operation, context);
                if (hasKeys) AskForKey(operation, context);
                return Task.CompletedTask;
            });
        });
    }

    private static void Describe(OpenApiDocument document, bool hasKeys)
    {
        document.Info = new OpenApiInfo
        {
            Title = "FlowActors",
            Version = "v1",
            Description = "Jobs, nodes and live state of a FlowActors cluster. What is refused is told as problem details (RFC 9457).",
        };
        if (!hasKeys) return;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "An API key of the node." },
            [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "The same key." },
        };
    }

    private static void AddParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameter>()) (operation.Parameters ??= []).Add(parameter.ToOpenApi());
    }

    private static void AskForKey(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any()) return;
        operation.Security = [.. ((string[])[Bearer, Header]).Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] })];
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "There is no API key, or it is none of this server." });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The API key may only read." });
    }
}
