using System.Net;
using System.Text.Json;

namespace FlowActors.Http.Tests.State;

/// <summary>Keys that are watched, as they change.</summary>
public abstract class WatchTests(int nodes, string backend) : IAsyncLifetime
{
    private static readonly TimeSpan s_restartDelay = TimeSpan.FromSeconds(1);
    private readonly Steps _steps = new() { Value = 1 };
    private ServedHost _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new WatchedJob(_steps, backend, s_restartDelay), nodes, "flowactors.state.memory = 16MiB");
        for (var key = 0; key < WatchedJob.Keys; key++) await _served.UntilAsync($"/jobs/the%20job/state/value/{key}", json => json.GetProperty("value").GetInt64() == 1);
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task What_a_key_has_comes_at_once_and_then_what_it_changes_to()
    {
        await using var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/operators/follow/state/value/7/watch");
        Assert.Equal(("message", """{"key":7,"value":1,"attempt":1,"committed":false}"""), await events.NextAsync());
        foreach (var value in new[] { 2, 30, 4 })
        {
            _steps.Value = value;
            Assert.Equal(("message", $$"""{"key":7,"value":{{value}},"attempt":1,"committed":false}"""), await events.NextAsync());
        }
    }

    [Fact]
    public async Task Whatever_changes_faster_than_it_is_looked_at_is_told_as_it_is_in_the_end()
    {
        await using var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/3/watch");
        for (var value = 1; value <= 1_000; value++)
        {
            _steps.Value = value;
            if (value % 100 == 0) await _served.UntilAsync("/jobs/the%20job/state/value/3", json => json.GetProperty("value").GetInt64() == value);
        }

        var seen = (await events.UntilAsync(e => e.Data.StartsWith("""{"key":3,"value":1000,""", StringComparison.Ordinal))).Select(ValueOf).ToList();
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    [Fact]
    public async Task A_key_that_has_nothing_is_absent()
    {
        await using var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/4/watch");
        await using var none = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/400/watch");
        Assert.Equal(("absent", """{"key":400,"value":null,"attempt":1,"committed":false}"""), await none.NextAsync());
        Assert.Equal(("message", """{"key":4,"value":1,"attempt":1,"committed":false}"""), await events.NextAsync());
        _steps.Value = 0;
        Assert.Equal(("absent", """{"key":4,"value":null,"attempt":1,"committed":false}"""), await events.NextAsync());
        _steps.Value = 9;
        Assert.Equal(("message", """{"key":4,"value":9,"attempt":1,"committed":false}"""), await events.NextAsync());
    }

    [Fact]
    public async Task Lists_and_maps_are_watched_as_they_are_read()
    {
        await using var list = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/list/watch?key=5");
        await using var map = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/operators/follow/state/map/watch?key=5&numbers=text");
        Assert.Equal(("message", """{"key":5,"value":[1],"attempt":1,"committed":false}"""), await list.NextAsync());
        Assert.Equal(("message", """{"key":5,"value":{"v1":1},"attempt":1,"committed":false}"""), await map.NextAsync());
        _steps.Value = 1L << 60;
        Assert.Equal(("message", """{"key":5,"value":[1,1152921504606846976],"attempt":1,"committed":false}"""), await list.NextAsync());
        await map.UntilAsync(e => e.Data.Contains("\"v1152921504606846976\":\"1152921504606846976\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_may_watch_one_key_and_each_begins_with_what_it_has()
    {
        var streams = new List<EventStream>();
        for (var i = 0; i < 20; i++) streams.Add(await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/1/watch"));
        Assert.Equal(1, _served.Host.Jobs.Watches.Count);
        foreach (var events in streams) Assert.Equal(1, ValueOf((await events.NextAsync())!.Value));
        _steps.Value = 2;
        foreach (var events in streams) Assert.Equal(2, ValueOf((await events.NextAsync())!.Value));
        foreach (var events in streams.Skip(1)) await events.DisposeAsync();
        await using var late = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/1/watch");
        Assert.Equal(2, ValueOf((await late.NextAsync())!.Value));
        await streams[0].DisposeAsync();
    }

    [Fact]
    public async Task Keys_of_all_subtasks_are_watched()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, WatchedJob.Keys).Select(key => EventStream.OpenAsync(_served.Http, $"/jobs/the%20job/state/value/{key}/watch")));
        foreach (var events in streams) Assert.Equal(1, ValueOf((await events.NextAsync())!.Value));
        for (var value = 2; value <= 4; value++)
        {
            _steps.Value = value;
            foreach (var events in streams) Assert.Equal(value, ValueOf((await events.NextAsync())!.Value));
        }

        foreach (var events in streams) await events.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_watched_once_nobody_does()
    {
        var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/1/watch");
        await events.NextAsync();
        Assert.Equal(1, _served.Host.Jobs.Watches.Count);
        await events.DisposeAsync();
        while (_served.Host.Jobs.Watches.Count > 0) await Task.Yield();
    }

    [Fact]
    public async Task A_restart_is_gone_through()
    {
        await using var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/2/watch");
        Assert.Equal(1, ValueOf((await events.NextAsync())!.Value));
        _steps.Fail();
        var seen = await events.UntilAsync(e => e.Data == """{"key":2,"value":1,"attempt":2,"committed":false}""");
        Assert.All(seen, e => Assert.Contains(e.Name, (string[])["message", "absent", "restarting"]));
        _steps.Value = 5;
        Assert.Equal(("message", """{"key":2,"value":5,"attempt":2,"committed":false}"""), await events.NextAsync());
    }

    [Fact]
    public async Task The_end_of_the_job_is_the_end_of_the_stream()
    {
        await using var events = await EventStream.OpenAsync(_served.Http, "/jobs/the%20job/state/value/2/watch");
        await events.NextAsync();
        await _served.Job.CancelAsync();
        Assert.Equal(("end", """{"status":"Cancelled"}"""), (await events.UntilAsync(e => e.Name == "end"))[^1]);
        Assert.Null(await events.NextAsync());
    }

    [Theory]
    [InlineData("/jobs/none/state/value/1/watch", HttpStatusCode.NotFound, "no job with the id or the name 'none'")]
    [InlineData("/jobs/the%20job/state/none/1/watch", HttpStatusCode.NotFound, "no state 'none'")]
    [InlineData("/jobs/the%20job/operators/none/state/value/1/watch", HttpStatusCode.NotFound, "with the uid 'none'")]
    [InlineData("/jobs/the%20job/state/value/x/watch", HttpStatusCode.BadRequest, "'x' is no whole number from ")]
    [InlineData("/jobs/the%20job/state/value/watch", HttpStatusCode.BadRequest, "as ?key=JSON. These are 0")]
    [InlineData("/jobs/the%20job/operators/follow/state/value/watch?key=1&key=2", HttpStatusCode.BadRequest, "These are 2")]
    [InlineData("/jobs/the%20job/state/value/1/watch?key=1", HttpStatusCode.BadRequest, "'key' is no parameter")]
    [InlineData("/jobs/the%20job/state/value/1/watch?consistency=checkpoint", HttpStatusCode.BadRequest, "Live state is watched")]
    [InlineData("/jobs/the%20job/state/value/1/watch?numbers=roman", HttpStatusCode.BadRequest, "no form of numbers")]
    public async Task What_is_wrong_is_told_before_the_stream_begins(string path, HttpStatusCode expected, string reason)
    {
        using var response = await _served.Http.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static long ValueOf((string Name, string Data) item)
    {
        Assert.Equal("message", item.Name);
        using var json = JsonDocument.Parse(item.Data);
        return json.RootElement.GetProperty("value").GetInt64();
    }
}

public sealed class WatchOnOneNode() : WatchTests(1, "memory");

public sealed class WatchOnThreeNodes() : WatchTests(3, "memory");

public sealed class WatchOnRocksDb() : WatchTests(1, "rocksdb");
