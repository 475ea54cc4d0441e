using System.Text;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class QueryRowsTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Bid>, IEnumerable<INexmarkRow>>> Queries = new()
    {
        ["q0"] = bids => bids.Select(Q0.Project),
        ["q1"] = bids => bids.Select(Q1.Convert),
        ["q2"] = bids => bids.Where(Q2.IsSelected).Select(Q2.Project).Cast<INexmarkRow>(),
        ["q14"] = bids => bids.Where(Q14.IsSelected).Select(Q14.Compute),
        ["q17"] = bids => bids.Select(Q17.PriceOf)
            .AggregateBy(price => price.Key, default(Q17.Statistics), (known, price) => known.Add(price.Dollars))
            .Select(group => new Q17.Row(group.Key, group.Value)).Cast<INexmarkRow>(),
        ["q18"] = bids => bids.AggregateBy(Q18.KeyOf, bid => default(Bid), (known, bid) => known is null ? bid : Q18.Later(known, bid))
            .Select(group => new Q18.Row(group.Value!)).Cast<INexmarkRow>(),
        ["q21"] = bids => bids.Select(Q21.AddChannelId).OfType<INexmarkRow>(),
        ["q22"] = bids => bids.Select(Q22.Split),
    };

    public static TheoryData<string, long> Goldens => Golden.Of(Queries.Keys);

    [Theory]
    [MemberData(nameof(Goldens))]
    public void The_functions_of_a_query_give_the_published_rows(string query, long seed)
    {
        var golden = Golden.Of(query, seed);

        var rows = new NexmarkRows();
        foreach (var row in Queries[query](golden.Stream().OfType<Bid>())) rows.Add(row);

        Assert.Equal(golden.Rows, rows.Count);
        var lines = rows.Sorted();
        foreach (var (expected, actual) in golden.FirstLines().Zip(lines)) Assert.Equal(expected, Encoding.UTF8.GetString(actual).TrimEnd('\n'));
        Assert.Equal(golden.Md5, Lines.Md5(lines));
    }
}
