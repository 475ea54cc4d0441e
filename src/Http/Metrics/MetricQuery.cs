using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Metrics;

/// <summary>What a request for metrics asks for.</summary>
/// <param name="Names">The names; none for all names without numbers.</param>
/// <param name="Aggregates">Which numbers.</param>
/// <param name="Subtasks">Of which subtasks; null for all.</param>
internal sealed record MetricQuery(IReadOnlyList<string> Names, IReadOnlySet<string> Aggregates, IReadOnlySet<int>? Subtasks)
{
    private static readonly string[] s_aggregates = ["min", "max", "sum", "avg"];

    /// <param name="request">The request.</param>
    /// <param name="parallelism">How many subtasks the vertex has that is asked about; null where all vertices are.</param>
    /// <exception cref="Problem">A parameter has a value that it cannot have.</exception>
    public static MetricQuery Of(HttpRequest request, int? parallelism)
    {
        RequestQuery.RefuseUnknown(request, parallelism is null ? ["get", "agg"] : ["get", "agg", "subtasks"]);
        var aggregates = Items(request, "agg").ToHashSet(StringComparer.Ordinal);
        if (aggregates.FirstOrDefault(a => !s_aggregates.Contains(a)) is { } other)
            throw Problem.Wrong("There is no such aggregate", $"'{other}' in agg is no aggregate; there are {string.Join(", ", s_aggregates)}.");
        var subtasks = Items(request, "subtasks").Select(s => SubtaskOf(s, parallelism!.Value)).ToHashSet();
        return new MetricQuery([.. Items(request, "get").Distinct()], aggregates.Count == 0 ? s_aggregates.ToHashSet() : aggregates, subtasks.Count == 0 ? null : subtasks);
    }

    private static int SubtaskOf(string text, int parallelism) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < parallelism
            ? index
            : throw Problem.Wrong(
                "There is no such subtask", $"'{text}' in subtasks is no subtask of the vertex: they are 0 to {parallelism - 1}, several with commas between them.");

    private static IEnumerable<string> Items(HttpRequest request, string name) =>
        request.Query[name].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
