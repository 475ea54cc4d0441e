using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>The parameters in the query of a request.</summary>
internal static class RequestQuery
{
    /// <summary>There may be none.</summary>
    /// <exception cref="Problem">There is a parameter.</exception>
    public static void RefuseAll(HttpRequest request)
    {
        if (request.Query.Keys.FirstOrDefault() is { } other)
            throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter here; there is none.");
    }

    /// <summary>There may be some, each once.</summary>
    /// <exception cref="Problem">There is another one, or one comes twice.</exception>
    public static void RefuseOthers(HttpRequest request, params string[] names)
    {
        if (request.Query.Keys.FirstOrDefault(k => !names.Contains(k)) is { } other)
            throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter here; there are {string.Join(", ", names)}.");
        if (names.FirstOrDefault(n => request.Query[n].Count > 1) is { } twice)
            throw Problem.Wrong("A parameter comes twice", $"'{twice}' is given {request.Query[twice].Count} times; it may be given once.");
    }
}
