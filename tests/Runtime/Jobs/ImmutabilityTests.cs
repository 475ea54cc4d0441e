using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Functions that change the operator's own object in place, as users do.</summary>
[Collection("cluster")]
public sealed class ImmutabilityTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reduce_that_changes_its_first_argument_is_right_through_a_chain_and_through_an_exchange(bool chained)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(2);
        var sums = env.FromCollection(Enumerable.Range(1, 1000).Select(x => (long)x))
            .Map(x => new Sum { Key = x % 5, N = x }).WithParallelism(1)
            .KeyBy(x => x.Key)
            .Reduce((a, b) =>
            {
                a.N += b.N;
                return a;
            });
        var results = (chained ? sums : sums.Rebalance()).Collect();
        await (await env.ExecuteAsync("in place")).WaitForEndAsync().WaitAsync(Patience.Limit);

        foreach (var key in results.Values.GroupBy(s => s.Key))
        {
            // Each result is a snapshot of its own: all partial sums are there, none was changed later.
            var expected = PartialSums(key.Key).Order();
            Assert.Equal(expected, key.Select(s => s.N).Order());
        }
    }

    // The collection has one subtask, so the records of a key come in order.
    private static IEnumerable<long> PartialSums(long key)
    {
        var sum = 0L;
        for (var x = 1L; x <= 1000; x++)
        {
            if (x % 5 != key) continue;
            yield return sum += x;
        }
    }

    public sealed class Sum
    {
        public long Key { get; set; }

        public long N { get; set; }
    }
}
