using Akka.Actor;

namespace FlowActors.Http.Tests.State;

/// <summary>A node is lost, with the job manager, the job's coordinator and some of its subtasks: whoever asks another node, or watches there, comes through.</summary>
public sealed class LostNodeTests : IDisposable
{
    private const string Detection = """
        akka.cluster {
          failure-detector { heartbeat-interval = 300ms, acceptable-heartbeat-pause = 3s }
          split-brain-resolver { stable-after = 1s, down-all-when-unstable = off }
          down-removal-margin = 300ms
        }
        """;

    private readonly Steps _steps = new() { Value = 1 };
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-lost-node-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Streams_go_on_at_another_node()
    {
        await using var served = await ServedHost.StartAsync(() => new WatchedJob(_steps, "memory", TimeSpan.Zero), nodes: 3, Detection, _folder);
        await using var server = await FlowActorsHttpServer.StartAsync(served.Host.At(2));
        using var http = new HttpClient { BaseAddress = server.Address };
        var streams = await Task.WhenAll(Enumerable.Range(0, WatchedJob.Keys).Select(key => OpenAsync(served, http, key)));
        foreach (var events in streams) Assert.Equal("""{"key":K,"value":1,"attempt":1,"committed":false}""", WithoutKey(await events.UntilAsync(e => e.Name == "message")));

        ((ExtendedActorSystem)served.Host.Cluster.Nodes[0].System).Abort();
        _steps.Value = 5;

        foreach (var events in streams)
        {
            // What still ran may tell it first, but somebody restarts the job, and tells it again.
            var seen = await events.UntilAsync(e => e.Data.Contains("\"value\":5,\"attempt\":2", StringComparison.Ordinal));
            Assert.All(seen, e => Assert.Contains(e.Name, (string[])["message", "absent", "restarting"]));
            await events.DisposeAsync();
        }
    }

    private static async Task<EventStream> OpenAsync(ServedHost served, HttpClient http, int key)
    {
        await served.UntilAsync($"/jobs/the%20job/state/value/{key}", json => json.GetProperty("value").GetInt64() == 1);
        return await EventStream.OpenAsync(http, $"/jobs/the%20job/state/value/{key}/watch");
    }

    private static string WithoutKey(IReadOnlyList<(string Name, string Data)> seen) => System.Text.RegularExpressions.Regex.Replace(seen[^1].Data, "\"key\":\\d+", "\"key\":K");
}
