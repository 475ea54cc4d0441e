using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>
/// What holds for endpoints that change something. A browser sends a request that has no body of JSON for any page of the web, and says for which: those of other
/// sites are refused.
/// </summary>
internal sealed class ActingFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        RequestQuery.RefuseAll(request);
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(request, origin))
            throw new Problem(
                StatusCodes.Status403Forbidden,
                "The request comes from a page of another site",
                $"A browser sent it for '{origin}', which is not this server. Send it without a browser, or from a page of this server.");
        return next(context);
    }

    // Not by the scheme: TLS may end before this server.
    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Marks endpoints that change something.</summary>
internal static class ActingEndpoints
{
    // Routing finds no endpoint for what none accepts; whoever reads the body says what is wrong with it.
    private const string Any = "*/*";

    /// <summary>It changes something, and takes no parameters in its query.</summary>
    public static RouteHandlerBuilder Acts(this RouteHandlerBuilder route) => route.AddEndpointFilter(new ActingFilter());

    /// <summary>It changes something, as its body in JSON says.</summary>
    /// <typeparam name="T">The body.</typeparam>
    /// <param name="route">The endpoint.</param>
    /// <param name="isOptional">Whether it may be left out.</param>
    public static RouteHandlerBuilder Acts<T>(this RouteHandlerBuilder route, bool isOptional = false)
        where T : notnull => route.Acts().Accepts<T>(isOptional, "application/json", Any);
}
