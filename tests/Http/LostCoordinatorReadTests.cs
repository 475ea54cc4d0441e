using Akka.Actor;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.Http.Tests;

/// <summary>The node of the job manager and of the job's coordinator dies while somebody reads a checkpoint page by page.</summary>
public sealed class LostCoordinatorReadTests : IDisposable
{
    // A node that is gone is given up quickly, but not one that is only slow.
    private const string Configuration = """
        flowactors.checkpoints.interval = 1h
        akka.cluster {
          failure-detector { heartbeat-interval = 500ms, acceptable-heartbeat-pause = 4s }
          split-brain-resolver { stable-after = 2s, down-all-when-unstable = off }
          down-removal-margin = 500ms
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_scan_of_a_retained_checkpoint_goes_on_with_the_next_coordinator()
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory"), 3, Configuration, _folder);
        await served.UntilAsync($"/jobs/the%20job/state/count?keys={string.Join(',', Enumerable.Range(0, SumsJob.Keys))}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        await served.UntilRunningAsync();
        var checkpoint = await served.Job.TriggerCheckpointAsync();
        await using var server = await FlowActorsHttpServer.StartAsync(served.Host.At(1));
        using var client = new FlowActorsClient(server.Address);
        var counts = client.Job("the job").State<long, long>("counts", "count", new RemoteStateOptions { RetryTimeout = TimeSpan.FromMinutes(5) }).AtCheckpoint();
        var before = await counts.GetManyAsync(Enumerable.Range(0, SumsJob.Keys).Select(key => (long)key));

        var seen = new List<KeyValuePair<long, long>>();
        await foreach (var page in counts.ScanPagesAsync(new StateScan<long> { PageSize = 3 }))
        {
            Assert.Equal(new StateOrigin(null, checkpoint, true, false), page.Origin);
            if (seen.Count == 0) ((ExtendedActorSystem)served.Host.Cluster.Nodes[0].System).Abort();
            seen.AddRange(page.Entries);
        }

        Assert.Equal(before.Entries.OrderBy(e => e.Key), seen.OrderBy(e => e.Key));
        Assert.Equal(SumsJob.Keys, seen.Count);
    }
}
