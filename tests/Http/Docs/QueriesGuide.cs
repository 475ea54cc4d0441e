using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Http.Tests.Docs;

/// <summary>What docs/queries.md shows, and that it does what is said there.</summary>
public sealed class QueriesGuide
{
    [Fact]
    public async Task A_served_job_answers()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        await using var server = await FlowActorsHttpServer.StartAsync(host, port: 0);
        var env = host.CreateEnvironment();
        env.Generate<Bid>(null, i => new Bid(i % 3), recordsPerSecond: 1_000).KeyBy(bid => bid.Auction).Process(() => new CountBids()).WithUid("bids").Discard();
        await env.ExecuteAsync("auctions");
        using var http = new HttpClient { BaseAddress = server.Address };
        HttpResponseMessage answer;
        do answer = await http.GetAsync("/jobs/auctions/state/count/2");
        while (!answer.IsSuccessStatusCode);
        Assert.StartsWith("{\"key\":2,\"value\":", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public readonly record struct Bid(long Auction);

    public sealed class CountBids : KeyedProcessFunction<long, Bid, string>
    {
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context) =>
            _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });

        public override void ProcessElement(Bid bid, IKeyedProcessContext<long> context, Collector<string> output) =>
            _count!.Update((_count.TryGet(out var count) ? count : 0) + 1);
    }
}
