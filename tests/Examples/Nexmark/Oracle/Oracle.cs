using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

/// <summary>The queries, each as its SQL says it, over a whole stream in memory; slow, plain and independent of the product's queries.</summary>
internal static class Oracle
{
    public static IEnumerable<string> Lines(string query, IEnumerable<Event> events)
    {
        var bids = events.OfType<Bid>();
        return query switch
        {
            "q0" => bids.Select(StatelessOracle.Q0),
            "q1" => bids.Select(StatelessOracle.Q1),
            "q2" => bids.Where(bid => bid.Auction % 123 == 0).Select(StatelessOracle.Q2),
            "q14" => bids.Where(StatelessOracle.Q14Where).Select(StatelessOracle.Q14),
            "q17" => GroupingOracle.Q17(bids),
            "q18" => GroupingOracle.Q18(bids),
            "q21" => bids.Select(StatelessOracle.Q21).OfType<string>(),
            "q22" => bids.Select(StatelessOracle.Q22),
            _ => throw new ArgumentException($"The oracle does not know {query}.", nameof(query)),
        };
    }
}
