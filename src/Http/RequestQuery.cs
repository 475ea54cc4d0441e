using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>The query of requests that take no parameters.</summary>
internal static class RequestQuery
{
    /// <exception cref="Problem">There is a parameter.</exception>
    public static void RefuseAll(HttpRequest request)
    {
        if (request.Query.Keys.FirstOrDefault() is { } other)
            throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter here; there is none.");
    }
}
