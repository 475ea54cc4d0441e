using System.Net;
using System.Text.Json;
using FlowActors.Client.State;

namespace FlowActors.Client.Tests;

/// <summary>State as a program reads it.</summary>
public sealed class RemoteStateTests
{
    private const string States = "/flow/jobs/the%20job/operators/u%2Fid/state/count";
    private readonly FakeServer _server = new();
    private readonly JumpingTime _time = new();

    private enum Level
    {
        Low,
        High,
    }

    private readonly record struct Place(string Name, int Floor);

    [Fact]
    public async Task One_key_is_asked_for_as_JSON()
    {
        _server.Json("""{"key":{"name":"a/b","floor":1},"value":9007199254740993,"attempt":3,"committed":false}""");
        var found = await State<Place, long>().GetAsync(new Place("a/b", 1));
        Assert.Equal(new StateValue<long>(9007199254740993, new StateOrigin(3, null, false, false)), found);
        Assert.Equal($$"""{{States}}?key={{Uri.EscapeDataString("""{"name":"a/b","floor":1}""")}}""", Assert.Single(_server.Asked));
    }

    [Fact]
    public async Task Keys_and_values_look_as_the_server_writes_them()
    {
        _server.Json("""{"key":1,"value":["NaN","12345678901234567890.5"],"attempt":1,"committed":false}""");
        var found = (await State<Level, (double, decimal)[]>(new RemoteStateOptions { Json = Options(o => o.Converters.Add(new Pairs())) }).GetAsync(Level.High))!;
        Assert.Equal((double.NaN, 12345678901234567890.5m), Assert.Single(found.Value));
        Assert.Equal($"{States}?key=1", Assert.Single(_server.Asked));
    }

    [Fact]
    public async Task A_key_that_has_nothing_is_null_and_a_job_that_is_not_there_is_refused()
    {
        _server.Problem(HttpStatusCode.NotFound, "There is no such key").Problem(HttpStatusCode.NotFound, "There is no such job");
        Assert.Null(await State<long, long>().GetAsync(1));
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
        Assert.Equal(("There is no such job", HttpStatusCode.NotFound), (refused.Title, refused.Status));
    }

    [Fact]
    public async Task What_is_no_such_value_is_told()
    {
        _server.Json("""{"key":1,"value":"x","attempt":1,"committed":false}""");
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
        Assert.Contains("it is no System.Int64", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_keys_are_several_questions_and_at_a_checkpoint_all_of_one()
    {
        _server.Json("""{"entries":[{"key":0,"value":5}],"cursor":null,"checkpoint":17,"committed":true,"unaligned":true}""")
            .Json("""{"entries":[],"cursor":null,"checkpoint":17,"committed":true}""")
            .Json("""{"entries":[{"key":1000,"value":6},{"key":1000,"value":6}],"cursor":null,"checkpoint":17,"committed":true}""");
        var found = await State<int, long>().AtCheckpoint().GetManyAsync(Enumerable.Range(0, 1_001));
        Assert.Equal([new(0, 5), new(1000, 6)], found.Entries);
        Assert.Equal(new StateOrigin(null, 17, true, true), found.Origin);
        var asked = _server.Asked.ToList();
        Assert.StartsWith($"{States}?key=0&key=1&key=2&", asked[0], StringComparison.Ordinal);
        Assert.EndsWith("&key=499&consistency=checkpoint", asked[0], StringComparison.Ordinal);
        Assert.EndsWith("&key=999&consistency=checkpoint&checkpoint=17", asked[1], StringComparison.Ordinal);
        Assert.Equal($"{States}?key=1000&key=1000&consistency=checkpoint&checkpoint=17", asked[2]);
    }

    [Fact]
    public async Task Long_keys_are_divided_by_what_a_request_holds()
    {
        for (var i = 0; i < 3; i++) _server.Json("""{"entries":[],"cursor":null,"attempt":1,"committed":false}""");
        await State<string, long>().GetManyAsync(Enumerable.Repeat(new string('k', 1_000), 15));
        Assert.All(_server.Asked, path => Assert.InRange(path.Length, 1_000, 7_000));
    }

    [Fact]
    public async Task What_is_too_large_for_one_answer_is_asked_for_in_halves_of_one_checkpoint()
    {
        _server.Problem(HttpStatusCode.RequestEntityTooLarge, "The value is too large").Problem(HttpStatusCode.RequestUriTooLong, "too long")
            .Json("""{"entries":[],"cursor":null,"checkpoint":17,"committed":true}""")
            .Json("""{"entries":[{"key":2,"value":5}],"cursor":null,"checkpoint":17,"committed":true}""")
            .Json("""{"entries":[{"key":3,"value":7},{"key":4,"value":8}],"cursor":null,"checkpoint":17,"committed":true}""");
        var found = await State<int, long>().AtCheckpoint().GetManyAsync([1, 2, 3, 4]);
        Assert.Equal([new(2, 5), new(3, 7), new(4, 8)], found.Entries);
        const string At = "consistency=checkpoint";
        Assert.Equal(
            [$"?key=1&key=2&key=3&key=4&{At}", $"?key=1&key=2&{At}", $"?key=1&key=1&{At}", $"?key=2&key=2&{At}&checkpoint=17", $"?key=3&key=4&{At}&checkpoint=17"],
            _server.Asked.Select(a => a[States.Length..]));

        _server.Problem(HttpStatusCode.RequestEntityTooLarge, "The value is too large");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Assert.ThrowsAsync<FlowActorsClientException>(() => State<int, long>().GetManyAsync([1]))).Status);
    }

    [Fact]
    public async Task No_keys_are_no_question()
    {
        Assert.Empty((await State<long, long>().GetManyAsync([])).Entries);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_scan_goes_on_behind_its_cursor_and_stays_at_its_checkpoint()
    {
        _server.Json("""{"entries":[{"key":"a","value":1},{"key":"b","value":2}],"cursor":"x+/=","checkpoint":4,"committed":true}""")
            .Json("""{"entries":[{"key":"c","value":3}],"cursor":null,"checkpoint":4,"committed":true}""");
        var scan = new StateScan<string> { From = "a&", To = "d", Prefix = "", PageSize = 2 };
        var all = await State<string, int>().AtCheckpoint().ScanAsync(scan).ToListAsync();
        Assert.Equal([new("a", 1), new("b", 2), new("c", 3)], all);
        Assert.Equal(
            [
                $"{States}?prefix=&from=a%26&to=d&limit=2&consistency=checkpoint",
                $"{States}?prefix=&from=a%26&to=d&limit=2&cursor=x%2B%2F%3D&consistency=checkpoint&checkpoint=4",
            ],
            _server.Asked);
    }

    [Fact]
    public async Task What_is_too_large_ends_a_scan_that_goes_on_behind_it()
    {
        _server.Json("""{"entries":[{"key":1,"value":1}],"cursor":"a","attempt":2,"committed":false}""").TooLarge("b/")
            .Json("""{"entries":[{"key":3,"value":3}],"cursor":"c","attempt":2,"committed":false}""").Json("""{"entries":[],"cursor":null,"attempt":2,"committed":false}""");
        var scan = new StateScan<long> { From = 1 };
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(async () => await State<long, long>().ScanAsync(scan).ToListAsync());
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "b/"), (refused.Status, refused.Cursor));
        Assert.Equal([new(3, 3)], await State<long, long>().ScanAsync(scan with { Cursor = refused.Cursor }).ToListAsync());
        Assert.Equal(["?from=1", "?from=1&cursor=a", "?from=1&cursor=b%2F", "?from=1&cursor=c"], _server.Asked.Select(a => a[States.Length..]));
    }

    [Fact]
    public async Task Pages_are_asked_for_as_they_are_taken()
    {
        _server.Json("""{"entries":[{"key":1,"value":1}],"cursor":"next","attempt":2,"committed":false}""");
        await foreach (var page in State<long, long>().ScanPagesAsync(new StateScan<long> { From = 0 }))
        {
            Assert.Equal(new StateOrigin(2, null, false, false), page.Origin);
            break;
        }

        Assert.Equal($"{States}?from=0", Assert.Single(_server.Asked));
    }

    [Fact]
    public void Bounds_of_several_members_are_refused() =>
        Assert.Throws<ArgumentException>(() => State<Place, long>().ScanAsync(new StateScan<Place> { From = new Place("x", 1) }));

    [Fact]
    public async Task Who_is_told_to_come_again_does_so_until_the_time_is_over()
    {
        for (var i = 0; i < 3; i++) _server.Problem(HttpStatusCode.ServiceUnavailable, "restarts", retryAfter: 2);
        _server.Json("""{"key":1,"value":5,"attempt":2,"committed":false}""");
        var found = await State<long, long>().GetAsync(1);
        Assert.Equal(5, found!.Value);
        Assert.Equal(TimeSpan.FromSeconds(6), _time.Passed);

        for (var i = 0; i < 6; i++) _server.Problem(HttpStatusCode.ServiceUnavailable, "restarts", retryAfter: 2);
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)), (refused.Status, refused.RetryAfter));
        Assert.Equal(4 + 6, _server.Asked.Count);
    }

    [Fact]
    public async Task When_to_come_again_may_be_a_time_by_the_servers_clock_and_at_once_is_a_moment_later()
    {
        _server.Problem(HttpStatusCode.ServiceUnavailable, "restarts", until: TimeSpan.FromSeconds(4)).Problem(HttpStatusCode.TooManyRequests, "many", retryAfter: 0)
            .Problem(HttpStatusCode.ServiceUnavailable, "restarts", until: -TimeSpan.FromSeconds(1)).Json("""{"key":1,"value":5,"attempt":2,"committed":false}""");
        Assert.Equal(5, (await State<long, long>().GetAsync(1))!.Value);
        Assert.Equal(TimeSpan.FromSeconds(4.2), _time.Passed);

        // Who says nothing of it is not asked again.
        _server.Problem(HttpStatusCode.ServiceUnavailable, "restarts");
        await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
    }

    [Fact]
    public async Task What_is_wrong_is_not_asked_again()
    {
        _server.Problem(HttpStatusCode.BadRequest, "wrong").Unreachable();
        await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
        await Assert.ThrowsAsync<FlowActorsClientException>(() => State<long, long>().GetAsync(1));
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task A_key_is_watched_over_lost_connections_to_the_end_of_the_job()
    {
        _server.Problem(HttpStatusCode.ServiceUnavailable, "restarts", retryAfter: 1)
            .Broken("data: {\"key\":7,\"value\":1,\"attempt\":1,\"committed\":false}\n\nevent: restarting\ndata: {\"attempt\":1}\n\n: keep-alive\n\nevent: other\ndata: {}\n\n")
            .Unreachable()
            .Events("event: absent\ndata: {\"key\":7,\"value\":null,\"attempt\":2,\"committed\":false}\n\n")
            .Events("event: unreadable\ndata: {\"detail\":\"large\",\"attempt\":2}\n\nevent: end\ndata: {\"status\":\"Cancelled\"}\n\n");
        var seen = await State<long, long?>().WatchAsync(7).ToListAsync();
        Assert.Equal(
            [
                new StateChange<long?>(StateChangeKind.Value, 1, 1),
                new StateChange<long?>(StateChangeKind.Restarting, null, 1),
                new StateChange<long?>(StateChangeKind.Absent, null, 2),
                new StateChange<long?>(StateChangeKind.Unreadable, null, 2, "large"),
            ],
            seen);
        Assert.All(_server.Asked, path => Assert.Equal($"{States}/watch?key=7", path));
    }

    [Theory]
    [InlineData("The job has ended")]
    [InlineData("There is no such job")]
    public async Task A_watch_ends_with_a_job_that_ends_while_it_is_not_connected(string title)
    {
        const string One = "data: {\"key\":7,\"value\":1,\"attempt\":1,\"committed\":false}\n\n";
        _server.Broken(One).Unreachable().Problem(HttpStatusCode.NotFound, title);
        Assert.Equal(1, Assert.Single(await State<long, long>().WatchAsync(7).ToListAsync()).Value);
        // What is not there to begin with is an error, and so is a state that has gone.
        _server.Problem(HttpStatusCode.NotFound, title);
        Assert.Equal(title, (await Assert.ThrowsAsync<FlowActorsClientException>(async () => await State<long, long>().WatchAsync(7).ToListAsync())).Title);
        _server.Broken(One).Problem(HttpStatusCode.NotFound, "There is no such state");
        Assert.Equal("There is no such state", (await Assert.ThrowsAsync<FlowActorsClientException>(async () => await State<long, long>().WatchAsync(7).ToListAsync())).Title);
    }

    [Fact]
    public async Task What_is_no_stream_of_events_is_told()
    {
        const string One = "data: {\"key\":7,\"value\":1,\"attempt\":1,\"committed\":false}\n\n";
        _server.Html("<html/>").Broken(One).Json("{}");
        for (var i = 0; i < 2; i++)
        {
            var refused = await Assert.ThrowsAsync<FlowActorsClientException>(async () => await State<long, long>().WatchAsync(7).ToListAsync());
            Assert.Contains("it is no stream of events", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Streams_without_an_event_are_given_up_when_the_time_is_over()
    {
        const string One = "data: {\"key\":7,\"value\":1,\"attempt\":1,\"committed\":false}\n\n";
        // Whoever is heard again in between begins anew.
        for (var i = 0; i < 9; i++) _server.Events("");
        _server.Broken(One);
        for (var i = 0; i < 11; i++) _server.Events(": nothing\n\n");
        var seen = new List<long>();
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(async () =>
        {
            await foreach (var change in State<long, long>().WatchAsync(7)) seen.Add(change.Value);
        });
        Assert.Contains("end before they bring an event", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(seen));
        Assert.Equal((21, TimeSpan.FromSeconds(19)), (_server.Asked.Count, _time.Passed));
    }

    [Fact]
    public async Task Values_may_be_as_deep_as_the_server_writes_them()
    {
        const int Depth = 3_000;
        _server.Json($$"""{"key":1,"value":{{new string('[', Depth)}}{{new string(']', Depth)}},"attempt":1,"committed":false}""")
            .Events($"data: {{\"key\":7,\"value\":{new string('[', Depth)}{new string(']', Depth)},\"attempt\":1,\"committed\":false}}\n\nevent: end\ndata: {{}}\n\n");
        Assert.Equal(JsonValueKind.Array, (await State<long, JsonElement>().GetAsync(1))!.Value.ValueKind);
        Assert.Equal(JsonValueKind.Array, Assert.Single(await State<long, JsonElement>().WatchAsync(7).ToListAsync()).Value.ValueKind);
    }

    [Fact]
    public async Task What_no_path_has_is_told()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _server.Client().Job("..").GetStatesAsync());
        Assert.Throws<ArgumentException>(() => _server.Client().Job("demo").State<long, long>(".", "count"));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public void Nothing_is_watched_at_a_checkpoint() => Assert.Throws<InvalidOperationException>(() => State<long, long>().AtCheckpoint(3).WatchAsync(1));

    [Fact]
    public async Task The_states_of_a_job_are_listed_with_their_schemas()
    {
        _server.Json("""{"states":[{"uid":"u","operator":"Op","name":"count","kind":"value","keyType":{"type":"integer"},"valueType":{},"entries":4}]}""");
        var state = Assert.Single(await _server.Client().Job("the job").GetStatesAsync());
        Assert.Equal(("u", "Op", "count", "value", 4L), (state.Uid, state.Operator, state.Name, state.Kind, state.Entries));
        Assert.Equal("integer", state.KeyType.GetProperty("type").GetString());
    }

    private RemoteState<TKey, TValue> State<TKey, TValue>(RemoteStateOptions? options = null) =>
        _server.Client().Job("the job").State<TKey, TValue>("u/id", "count", (options ?? new()) with { RetryTimeout = TimeSpan.FromSeconds(10), Time = _time });

    private static JsonSerializerOptions Options(Action<JsonSerializerOptions> change)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
        change(options);
        return options;
    }

    /// <summary>A converter of a user's own: pairs one behind the other.</summary>
    private sealed class Pairs : System.Text.Json.Serialization.JsonConverter<(double, decimal)[]>
    {
        public override (double, decimal)[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            var parts = json.RootElement.EnumerateArray().Select(e => e.GetString()!).ToList();
            return [(double.Parse(parts[0], null), decimal.Parse(parts[1], null))];
        }

        public override void Write(Utf8JsonWriter writer, (double, decimal)[] value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
