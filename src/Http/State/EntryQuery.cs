using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>What the query of a request asks of the map of one key: some of its entries, or a page of them.</summary>
/// <param name="Entries">The keys within the map, in their order: as JSON, or as keys stand in a path. None where a page is asked for.</param>
/// <param name="IsOne">Whether it is one entry, as <c>?entry=</c>.</param>
/// <param name="Page">The page.</param>
internal sealed record EntryQuery(IReadOnlyList<(string Text, bool IsJson)> Entries, bool IsOne, ScanQuery Page)
{
    private const int EntriesMax = 1_000;

    /// <summary>The parameters; one of them stands in every request for entries.</summary>
    public static IReadOnlyList<string> Names { get; } = ["entry", "entries", .. ScanQuery.Names];

    /// <summary>Whether a request that names one key asks for entries of its map.</summary>
    public static bool IsAsked(IQueryCollection query) => Names.Any(query.ContainsKey);

    /// <param name="query">The query of the request.</param>
    /// <param name="limitMax">How many entries a page may have at most.</param>
    /// <exception cref="Problem">A parameter has a value that it cannot have.</exception>
    public static EntryQuery Of(IQueryCollection query, int limitMax)
    {
        var (entry, entries) = (query["entry"], query["entries"]);
        var page = ScanQuery.Of(query, limitMax);
        // Without a value it says that entries are asked for.
        if (entry.Count == 0 && entries.All(string.IsNullOrEmpty)) return new EntryQuery([], IsOne: false, page);
        if (ScanQuery.Names.FirstOrDefault(query.ContainsKey) is { } other)
            throw Problem.Wrong("Entries or a page of them?", $"'{other}' is no parameter where entries are named.");
        var named = entry.Select(e => (e ?? "", true)).Concat(entries.SelectMany(e => (e ?? "").Split(',')).Select(e => (e, false))).ToList();
        return named.Count > EntriesMax
            ? throw Problem.Wrong("Which entries?", $"One request asks for {EntriesMax} entries at most, and these are {named.Count}.")
            : new EntryQuery(named, entry.Count == 1 && entries.Count == 0, page);
    }
}
