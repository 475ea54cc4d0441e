using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.Http.Tests.Docs;

/// <summary>What docs/client.md shows, and that it does what is said there.</summary>
public sealed class ClientGuide
{
    private readonly record struct OrderKey(string Customer, int Item);

    [Fact]
    public async Task State_is_read_and_watched_by_a_program()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.checkpoints.interval = 1h" });
        await using var server = await FlowActorsHttpServer.StartAsync(host, port: 0);
        var env = host.CreateEnvironment();
        env.Generate<QueriesGuide.Bid>(null, i => new QueriesGuide.Bid(i % 3), recordsPerSecond: 1_000)
            .KeyBy(bid => bid.Auction).Process(() => new QueriesGuide.CountBids()).WithUid("bids-by-auction").Discard();
        var job = await env.ExecuteAsync("demo");
        var address = server.Address;
        using var http = new HttpClient { BaseAddress = address };
        while (!(await http.GetAsync("/jobs/demo/state/count/2")).IsSuccessStatusCode) await Task.Yield();

        using var client = new FlowActorsClient(address);
        var bids = client.Job("demo").State<long, long>("bids-by-auction", "count");

        var output = new StringWriter();
        await ReadAsync(bids, output);
        Assert.Matches(@"^\d+ bids in attempt 1\n1 of 2\n$", output.ToString().ReplaceLineEndings("\n"));

        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerCheckpointAsync();
        Assert.InRange(await ScanAsync(client), 1, long.MaxValue);

        var seen = new List<long>();
        await WatchAsync(bids, value =>
        {
            seen.Add(value);
            return seen.Count == 3 ? job.CancelAsync() : Task.CompletedTask;
        });
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    private static async Task ReadAsync(RemoteState<long, long> bids, StringWriter output)
    {
        if (await bids.GetAsync(2) is { } found) output.WriteLine($"{found.Value} bids in attempt {found.Origin.Attempt}");

        var several = await bids.GetManyAsync([2, 1_000_000]);
        output.WriteLine($"{several.Entries.Count} of 2");
    }

    private static async Task WatchAsync(RemoteState<long, long> bids, Func<long, Task> tell)
    {
        await foreach (var change in bids.WatchAsync(2))
        {
            if (change.Kind == StateChangeKind.Value) await tell(change.Value);
        }
    }

    private static async Task<long> ScanAsync(FlowActorsClient client)
    {
        var bids = client.Job("demo").State<long, long>("bids-by-auction", "count").AtCheckpoint();
        var total = 0L;
        await foreach (var (auction, count) in bids.ScanAsync()) total += count;

        await foreach (var page in bids.ScanPagesAsync(new StateScan<long> { From = 1_000, To = 2_000, PageSize = 500 }))
            Console.WriteLine($"{page.Entries.Count} of checkpoint {page.Origin.Checkpoint}");
        return total;
    }
}
