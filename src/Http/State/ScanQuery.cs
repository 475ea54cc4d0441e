using System.Globalization;
using FlowActors.Serialization;
using FlowActors.Serialization.Json;
using FlowActors.State.Tables;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>What the query of a request for a page asks for.</summary>
/// <param name="Prefix">What the keys begin with, which are texts; null for anything.</param>
/// <param name="From">The first key, as it stands in a path; null for no bound.</param>
/// <param name="To">The key that all lie before, likewise.</param>
/// <param name="Limit">How many keys a page has at most.</param>
/// <param name="Cursor">Where the page begins; null for the first one.</param>
internal sealed record ScanQuery(string? Prefix, string? From, string? To, int Limit, string? Cursor)
{
    private const int LimitDefault = 100;

    /// <summary>The parameters.</summary>
    public static IReadOnlyList<string> Names { get; } = ["prefix", "from", "to", "limit", "cursor"];

    /// <summary>Whether by key group: who bounds the keys wants their order.</summary>
    public bool IsByKeyGroup => Prefix is null && From is null && To is null;

    /// <param name="query">The query of the request.</param>
    /// <param name="limitMax">How many keys a page may have at most, <c>flowactors.http.scan-limit-max</c>.</param>
    /// <exception cref="Problem">A parameter has a value that it cannot have.</exception>
    public static ScanQuery Of(IQueryCollection query, int limitMax)
    {
        var given = Names.ToDictionary(n => n, n => query[n]);
        if (given.FirstOrDefault(g => g.Value.Count > 1).Key is { } twice)
            throw Problem.Wrong("A parameter is given twice", $"'{twice}' is given {given[twice].Count} times.");
        var scan = new ScanQuery(given["prefix"], given["from"], given["to"], LimitOf(given["limit"], limitMax), given["cursor"]);
        return scan is { Prefix: not null, From: not null } or { Prefix: not null, To: not null }
            ? throw Problem.Wrong("Which keys?", "Keys are asked for by what they begin with, prefix, or by a range, from and to: not by both.")
            : scan;
    }

    /// <summary>The keys of a state that are asked for.</summary>
    /// <exception cref="JsonKeyException">A bound is no key, or keys have no beginning.</exception>
    public KeyRange KeysOf(StoredJson key)
    {
        if (Prefix is not null && !key.IsString) throw new JsonKeyException("only texts have something that they begin with: ask for a range by from and to");
        var keys = Prefix is null ? KeyRange.All : KeyRange.All.BeginsWith(KeyBytes.OfTextsFrom(SerializerRegistry.Default.GetKey<string>(), Prefix));
        if (From is not null) keys = keys.From(key.ReadKeyText(From));
        return To is null ? keys : keys.Before(key.ReadKeyText(To));
    }

    private static int LimitOf(string? text, int limitMax) => text is null ? Math.Min(LimitDefault, limitMax)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= limitMax ? limit
        : throw Problem.Wrong("That is no limit", $"'{text}' is no number of keys from 1 to {limitMax}.");
}
