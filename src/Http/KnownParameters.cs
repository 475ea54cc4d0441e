using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>Refuses parameters that an endpoint does not know: who has mistyped one is told.</summary>
internal static class KnownParameters
{
    /// <exception cref="Problem">There is another one.</exception>
    public static void Require(HttpRequest request, params string[] known)
    {
        if (request.Query.Keys.FirstOrDefault(k => !known.Contains(k)) is not { } other) return;
        var there = known.Length == 0 ? "there are none" : $"there are {string.Join(", ", known)}";
        throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter of {request.Path}; {there}.");
    }
}
