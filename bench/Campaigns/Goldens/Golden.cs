using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>A published result of a query of Nexmark: what is to come out of which events.</summary>
/// <param name="Query">The query.</param>
/// <param name="Seed">What the events are made from.</param>
/// <param name="Events">How many.</param>
/// <param name="Group">In groups of how many they are out of order.</param>
/// <param name="Rows">How many rows come out.</param>
/// <param name="Md5">Of the sorted rows.</param>
internal sealed record Golden(string Query, long Seed, long Events, long Group, long Rows, string Md5)
{
    /// <summary>All that are there, of queries that the examples have and of others.</summary>
    /// <param name="root">The folder of the checkout.</param>
    public static IReadOnlyList<Golden> ReadAll(string root)
    {
        var path = Path.Combine(root, "tests", "Examples", "Nexmark", "Goldens", "SUMS");
        if (!File.Exists(path)) throw new BenchException($"The published results are not there: '{path}'.");
        return [.. File.ReadLines(path).Skip(1).Select(line => Parse(line.Split(' ')))];
    }

    private static Golden Parse(string[] columns) =>
        new(columns[0], Number(columns[1]), Number(columns[2]), Number(columns[3]), Number(columns[4]), columns[5]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
