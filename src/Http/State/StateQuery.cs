using System.Globalization;
using FlowActors.Serialization.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FlowActors.Http.State;

/// <summary>What the query of a request asks for.</summary>
/// <param name="Keys">The keys, in their order: as JSON, or as they stand in a path.</param>
/// <param name="IsOne">Whether it is one key, as <c>?key=</c>.</param>
/// <param name="Numbers">How numbers are shown.</param>
internal sealed record StateQuery(IReadOnlyList<(string Text, bool IsJson)> Keys, bool IsOne, JsonNumbers Numbers)
{
    /// <summary>Whether entries of a map are named.</summary>
    public bool NamesEntries { get; init; }

    /// <summary>Whether state is read as it was at a checkpoint.</summary>
    public bool IsAtCheckpoint { get; init; }

    /// <summary>The number of the checkpoint; null for the last one that is complete.</summary>
    public long? Checkpoint { get; init; }

    /// <exception cref="Problem">There is a parameter that nobody knows, or one has a value that it cannot have.</exception>
    public static StateQuery Of(IQueryCollection query, IReadOnlyList<string> names)
    {
        List<string> known = [.. names, "numbers", "consistency", "checkpoint"];
        if (query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } other)
            throw Problem.Wrong("There is no such parameter", $"'{other}' is no parameter here; there are {string.Join(", ", known)}.");
        if (query["consistency"].Any(c => c is not ("live" or "checkpoint")) || query["consistency"].Distinct().Count() > 1)
            throw Problem.Wrong("There is no such consistency", $"'{query["consistency"]}' is no consistency: live and checkpoint are.");
        var given = query["key"];
        var keys = given.Select(k => (k ?? "", true)).Concat(query["keys"].SelectMany(k => (k ?? "").Split(',')).Select(k => (k, false))).ToList();
        var isAtCheckpoint = query["consistency"].Contains("checkpoint");
        return new StateQuery(keys, given.Count == 1 && query["keys"].Count == 0, NumbersOf(query["numbers"].ToString()))
        {
            NamesEntries = query.ContainsKey("entry") || query.ContainsKey("entries"),
            IsAtCheckpoint = isAtCheckpoint,
            Checkpoint = CheckpointOf(query["checkpoint"], isAtCheckpoint),
        };
    }

    private static long? CheckpointOf(StringValues given, bool isAtCheckpoint)
    {
        if (given.Count == 0) return null;
        if (!isAtCheckpoint) throw Problem.Wrong("Which state?", "'checkpoint' is a parameter of consistency=checkpoint: live state is none of a checkpoint.");
        return given is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint)
            ? checkpoint
            : throw Problem.Wrong("That is no checkpoint", $"'{given}' is no number of a checkpoint. Leave it out to read the last one.");
    }

    private static JsonNumbers NumbersOf(string text) => text switch
    {
        "" or "exact" => JsonNumbers.Exact,
        "text" => JsonNumbers.Text,
        _ => throw Problem.Wrong("There is no such form of numbers", $"'{text}' is no form of numbers: exact and text are."),
    };
}
