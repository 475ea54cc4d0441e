using System.Net;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.Http.Tests.State;

/// <summary>Scans, and state at checkpoints, as a program reads them of a host.</summary>
public sealed class TypedScanTests
{
    [Theory]
    [InlineData(1, "memory")]
    [InlineData(3, "memory")]
    [InlineData(1, "rocksdb")]
    public async Task State_is_scanned_live_and_at_a_checkpoint(int nodes, string backend)
    {
        await using var served = await ServedHost.StartAsync(() => new StatesJob(backend), nodes, "flowactors.state.memory = 16MiB, flowactors.checkpoints.interval = 1h");
        for (var key = 0; key < StatesJob.Keys; key++)
            await served.UntilAsync($"/jobs/the%20job/operators/kept/state/count/{key}", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
        await served.UntilAsync("/jobs/the%20job/operators/texts/state/count/1", json => json.GetProperty("value").GetString() == $"<{StatesJob.Numbers - 1}>");
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var job = client.Job("the job");
        var counts = job.State<long, long>("kept", "count");
        var all = Enumerable.Range(0, StatesJob.Keys).Select(key => KeyValuePair.Create<long, long>(key, 50)).ToList();
        Assert.Equal(all, (await AllAsync(counts.ScanAsync(new StateScan<long> { PageSize = 3 }))).OrderBy(e => e.Key));
        Assert.Equal(all[5..8], await AllAsync(counts.ScanAsync(new StateScan<long> { From = 5, To = 8, PageSize = 2 })));
        Assert.Equal([new("1", "<999>")], await AllAsync(job.State<string, string>("texts", "count").ScanAsync(new StateScan<string> { Prefix = "1" })));
        Assert.Equal(3, (await AllAsync(job.State<Place, long>("sums", "reduce").ScanAsync())).Count);

        await served.UntilRunningAsync();
        var checkpoint = await served.Job.TriggerCheckpointAsync();
        var kept = counts.AtCheckpoint();
        Assert.Equal(new StateValue<long>(50, new StateOrigin(null, checkpoint, true, false)), await kept.GetAsync(7));
        Assert.Null(await kept.GetAsync(StatesJob.Keys));
        var pages = await AllAsync(kept.ScanPagesAsync(new StateScan<long> { PageSize = 3 }));
        Assert.Equal(all, pages.SelectMany(p => p.Entries).OrderBy(e => e.Key));
        Assert.All(pages, page => Assert.Equal(checkpoint, page.Origin.Checkpoint));
        Assert.Equal(all, (await kept.GetManyAsync([.. Enumerable.Range(0, 1_200).Select(k => (long)k)])).Entries);
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => counts.AtCheckpoint(checkpoint + 100).GetAsync(7));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items) all.Add(item);
        return all;
    }
}
