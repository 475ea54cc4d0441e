using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FlowActors.Http.Server;

/// <summary>
/// Refuses requests that change something and come from a page of another site. Browsers send such requests without asking, as long as their body is of a kind that forms have; so
/// bodies are JSON, and what the browser says of their origin is this server.
/// </summary>
internal static class OriginCheck
{
    public static Task Invoke(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return next(context);
        return Refusal(request) is { } problem ? problem.ToResult(context).ExecuteAsync(context) : next(context);
    }

    private static Problem? Refusal(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || IsForeign(request))
        {
            return new Problem(
                StatusCodes.Status403Forbidden,
                "The request comes from another site",
                "A page of another site sent it, and from there nothing is changed here. Send it by a program, or from a page of this server.");
        }

        return HasBody(request) && !IsJson(request.ContentType)
            ? new Problem(StatusCodes.Status415UnsupportedMediaType, "The body is no JSON", $"Its content type is '{request.ContentType}'. Send JSON, with Content-Type: application/json.")
            : null;
    }

    // Before a proxy that ends TLS it is HTTPS there and HTTP here.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin
        && !(Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var site) && string.Equals(site.Authority, request.Host.ToString(), StringComparison.OrdinalIgnoreCase));

    private static bool HasBody(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
