using System.Net;

namespace FlowActors.Http.Tests.State;

/// <summary>Streams of a job that restarts, for longer than anybody waits, and of a server that stops.</summary>
public sealed class WatchedRestartTests
{
    private readonly Steps _steps = new() { Value = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stream_stays_open_while_the_owner_restarts_and_says_so(int nodes)
    {
        await using var served = await StartAsync(nodes);
        await using var events = await EventStream.OpenAsync(served.Http, "/jobs/the%20job/state/value/2/watch");
        Assert.Equal("message", (await events.NextAsync())?.Name);
        _steps.Fail();
        Assert.Equal(("restarting", """{"attempt":1}"""), await events.NextAsync());
        using var other = await served.Http.GetAsync("/jobs/the%20job/state/value/2/watch");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (other.StatusCode, other.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var served = await StartAsync(1);
        await using var server = await FlowActorsHttpServer.StartAsync(served.Host);
        using var http = new HttpClient { BaseAddress = server.Address };
        await using var events = await EventStream.OpenAsync(http, "/jobs/the%20job/state/value/2/watch");
        Assert.Equal("message", (await events.NextAsync())?.Name);
        await server.DisposeAsync();
        Assert.Null(await events.NextAsync());
    }

    private async Task<ServedHost> StartAsync(int nodes)
    {
        var served = await ServedHost.StartAsync(() => new WatchedJob(_steps, "memory", restartDelay: TimeSpan.FromHours(1)), nodes);
        await served.UntilAsync("/jobs/the%20job/state/value/2", json => json.GetProperty("value").GetInt64() == 1);
        return served;
    }
}
