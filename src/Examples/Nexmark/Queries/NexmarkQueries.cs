namespace FlowActors.Examples.Nexmark;

/// <summary>The queries by name.</summary>
internal static class NexmarkQueries
{
    /// <summary>Writes a query's program down: from the bids to its results.</summary>
    public delegate void Build(DataStream<Bid> bids, NexmarkResults results);

    public static IReadOnlyDictionary<string, Build> All { get; } = new Dictionary<string, Build>
    {
        ["q0"] = Q0.Build,
        ["q1"] = Q1.Build,
        ["q2"] = Q2.Build,
        ["q14"] = Q14.Build,
        ["q17"] = Q17.Build,
        ["q18"] = Q18.Build,
        ["q21"] = Q21.Build,
        ["q22"] = Q22.Build,
    };

    /// <summary>Whether ties in a query's results depend on the order of the source, so that it has one subtask unless told otherwise.</summary>
    public static bool NeedsOrder(string query) => query is "q18";
}
