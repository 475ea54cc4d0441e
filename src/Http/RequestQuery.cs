using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>The parameters in the query of a request: who has mistyped one is told.</summary>
internal static class RequestQuery
{
    /// <summary>There may be none.</summary>
    /// <exception cref="Problem">There is a parameter.</exception>
    public static void RefuseAll(HttpRequest request) => RefuseUnknown(request);

    /// <summary>There may be some, each of them several times.</summary>
    /// <exception cref="Problem">There is another one.</exception>
    public static void RefuseUnknown(HttpRequest request, params string[] names)
    {
        if (request.Query.Keys.FirstOrDefault(k => !names.Contains(k)) is not { } other) return;
        var there = names.Length == 0 ? "there are none" : $"there are {string.Join(", ", names)}";
        throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter of {request.Path}; {there}.");
    }

    /// <summary>There may be some, each once.</summary>
    /// <exception cref="Problem">There is another one, or one comes twice.</exception>
    public static void RefuseOthers(HttpRequest request, params string[] names)
    {
        RefuseUnknown(request, names);
        if (names.FirstOrDefault(n => request.Query[n].Count > 1) is { } twice)
            throw Problem.Wrong("A parameter comes twice", $"'{twice}' is given {request.Query[twice].Count} times; it may be given once.");
    }
}
