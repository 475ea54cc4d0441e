using FlowActors.Serialization.Json;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>What the query of a request asks for.</summary>
/// <param name="Keys">The keys, in their order: as JSON, or as they stand in a path.</param>
/// <param name="IsOne">Whether it is one key, as <c>?key=</c>.</param>
/// <param name="Numbers">How numbers are shown.</param>
internal sealed record StateQuery(IReadOnlyList<(string Text, bool IsJson)> Keys, bool IsOne, JsonNumbers Numbers)
{
    /// <exception cref="Problem">There is a parameter that nobody knows, or one has a value that it cannot have.</exception>
    public static StateQuery Of(IQueryCollection query, IReadOnlyList<string> names)
    {
        List<string> known = [.. names, "numbers", "consistency"];
        if (query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } other)
            throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter here; there are {string.Join(", ", known)}.");
        if (query["consistency"].Any(c => c != "live"))
            throw Problem.Wrong("There is no such consistency", $"'{query["consistency"]}' is no consistency: live is.");
        var given = query["key"];
        var keys = given.Select(k => (k ?? "", true)).Concat(query["keys"].SelectMany(k => (k ?? "").Split(',')).Select(k => (k, false))).ToList();
        return new StateQuery(keys, given.Count == 1 && query["keys"].Count == 0, NumbersOf(query["numbers"].ToString()));
    }

    private static JsonNumbers NumbersOf(string text) => text switch
    {
        "" or "exact" => JsonNumbers.Exact,
        "text" => JsonNumbers.Text,
        _ => throw Problem.Wrong("There is no such form of numbers", $"'{text}' is no form of numbers: exact and text are."),
    };
}
