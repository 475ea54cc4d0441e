using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Server;

/// <summary>Asks for an API key, where there are any.</summary>
internal sealed class KeyCheck(ApiKeys keys)
{
    private const string Scheme = "Bearer";

    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (!keys.IsAny || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return next(context);
        return Refusal(context) is { } problem ? problem.ToResult(context).ExecuteAsync(context) : next(context);
    }

    private Problem? Refusal(HttpContext context)
    {
        var access = context.GetEndpoint()?.Metadata.GetMetadata<FlowActorsAccess>() ?? FlowActorsAccess.Of([context.Request.Method]);
        if (KeyOf(context.Request) is not { } key)
            return Unauthorized(context, Scheme, "There is no API key", $"Send one, as Authorization: {Scheme} KEY or X-Api-Key: KEY.");
        return keys.AccessOf(key) switch
        {
            KeyAccess.None => Unauthorized(
                context, $"{Scheme} error=\"invalid_token\"", "The API key is none of this server", "Its keys stand in flowactors.http.read-keys and flowactors.http.admin-keys of the node."),
            KeyAccess.Reading when access.IsAdmin => new Problem(
                StatusCodes.Status403Forbidden, "The API key may only read", $"{context.Request.Method} {context.Request.Path} takes one of flowactors.http.admin-keys of the node."),
            _ => null,
        };
    }

    private static string? KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith($"{Scheme} ", StringComparison.OrdinalIgnoreCase)) return authorization[(Scheme.Length + 1)..].Trim();
        return request.Headers["X-Api-Key"].ToString() is { Length: > 0 } key ? key : null;
    }

    private static Problem Unauthorized(HttpContext context, string challenge, string title, string detail)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return new Problem(StatusCodes.Status401Unauthorized, title, detail);
    }
}
