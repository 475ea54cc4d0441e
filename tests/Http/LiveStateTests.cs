using System.Net;
using System.Text.Json;

namespace FlowActors.Http.Tests;

/// <summary>Reading the state of a running job.</summary>
public abstract class LiveStateTests(int nodes, string backend) : IAsyncLifetime
{
    private ServedHost _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob(backend), nodes, "flowactors.state.memory = 16MiB");
        var last = StatesJob.Numbers - 1;
        for (var key = 0; key < StatesJob.Keys; key++) await _served.UntilAsync($"/jobs/the%20job/operators/kept/state/count/{key}", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
        for (var key = 0; key < 3; key++) await _served.UntilAsync(Sum(key), json => json.GetProperty("value").GetInt64() == Enumerable.Range(0, StatesJob.Numbers).Where(n => n % 3 == key).Sum());
        for (var key = 0; key < 2; key++) await _served.UntilAsync($"/jobs/the%20job/operators/texts/state/count/{key}", json => json.GetProperty("value").GetString() == $"<{last - 1 + key}>");
        await _served.UntilRunningAsync();
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public Task The_jobs_are_listed() => AssertAnswers("/jobs", $$"""{"jobs":[{"id":"{{_served.Job.JobId}}","name":"the job","status":"Running"}]}""");

    [Fact]
    public async Task The_states_that_may_be_read_are_listed_with_their_types()
    {
        var (status, text) = await _served.GetAsync($"/jobs/{_served.Job.JobId}/state");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(text);
        var states = json.RootElement.GetProperty("states").EnumerateArray().Select(s => s.Clone()).ToList();
        Assert.Equal(
            ["kept.count value 20", "kept.names map 20", "kept.numbers list 20", "kept.places map 20", "sums.reduce value 3", "texts.count value 2"],
            states.Select(s => $"{s.GetProperty("uid")}.{s.GetProperty("name")} {s.GetProperty("kind")} {s.GetProperty("entries")}"));
        Assert.Equal("""{"type":"integer"}""", states[0].GetProperty("keyType").GetRawText());
        Assert.Equal("""{"type":"string"}""", states[5].GetProperty("keyType").GetRawText());
        Assert.Equal("""{"type":"object","additionalProperties":{"type":"integer"}}""", states[1].GetProperty("valueType").GetRawText());
        Assert.Equal("""{"type":"array","items":{"type":"integer"}}""", states[2].GetProperty("valueType").GetRawText());
        Assert.Equal(["name", "floor"], states[4].GetProperty("keyType").GetProperty("properties").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task One_key_is_read_by_a_path()
    {
        await AssertAnswers("/jobs/the%20job/operators/kept/state/count/7", """{"key":7,"value":50,"attempt":1,"committed":false}""");
        await AssertAnswers($"/jobs/{_served.Job.JobId}/state/numbers/19", $$"""{"key":19,"value":[{{string.Join(',', Enumerable.Range(0, 50).Select(i => (20 * i) + 19))}}],"attempt":1,"committed":false}""");
        await AssertAnswers("/jobs/the%20job/state/places/4", """{"key":4,"value":[{"key":{"name":"here","floor":0},"value":492}],"attempt":1,"committed":false}""");
        await AssertAnswers("/jobs/the%20job/operators/texts/state/count/1", """{"key":"1","value":"<999>","attempt":1,"committed":false}""");
    }

    [Fact]
    public Task Numbers_beyond_those_of_a_double_are_texts_where_that_is_asked_for() =>
        AssertAnswers("/jobs/the%20job/state/names/4?numbers=text", """{"key":4,"value":{"n0":"9007199254741976"},"attempt":1,"committed":false}""");

    [Fact]
    public async Task Any_key_is_read_as_JSON()
    {
        await AssertAnswers(Sum(1), """{"key":{"name":"floor/1, north.","floor":1},"value":166167,"attempt":1,"committed":false}""");
        await AssertAnswers("/jobs/the%20job/operators/texts/state/count?key=%220%22", """{"key":"0","value":"<998>","attempt":1,"committed":false}""");
    }

    [Fact]
    public async Task Several_keys_are_read_at_once()
    {
        const string Entries = """{"entries":[{"key":3,"value":50},{"key":1,"value":50}],"cursor":null,"attempt":1,"committed":false}""";
        await AssertAnswers("/jobs/the%20job/operators/kept/state/count?keys=3,100,1", Entries);
        // What is named twice is answered once.
        await AssertAnswers("/jobs/the%20job/operators/kept/state/count?keys=3,3,100,1,3", Entries);
        await AssertAnswers("/jobs/the%20job/operators/kept/state/count?key=3&key=1", Entries);
    }

    [Theory]
    [InlineData("/jobs/the%20job/operators/kept/state/count?limit=7", "20 keys")]
    [InlineData("/jobs/the%20job/operators/kept/state/count", "20 keys")]
    [InlineData("/jobs/the%20job/state/numbers?limit=1", "20 keys")]
    [InlineData("/jobs/the%20job/state/places?limit=1000", "20 keys")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?from=5&to=9&limit=2", "5 6 7 8")]
    [InlineData("/jobs/the%20job/state/names?from=17&limit=3", "17 18 19")]
    [InlineData("/jobs/the%20job/state/numbers?to=3&limit=1", "0 1 2")]
    [InlineData("/jobs/the%20job/state/numbers?from=9&to=5", "")]
    [InlineData("/jobs/the%20job/operators/texts/state/count?prefix=1", "1")]
    [InlineData("/jobs/the%20job/operators/texts/state/count?prefix=", "0 1")]
    [InlineData("/jobs/the%20job/operators/texts/state/count?prefix=2", "")]
    [InlineData("/jobs/the%20job/operators/texts/state/count?from=1", "1")]
    public async Task All_keys_are_read_page_by_page(string path, string expected)
    {
        var keys = new List<string>();
        for (string? next = path; next is not null;)
        {
            var page = await _served.UntilAsync(next, _ => true);
            keys.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").ToString()));
            Assert.Equal((1, false), (page.GetProperty("attempt").GetInt32(), page.GetProperty("committed").GetBoolean()));
            var cursor = page.GetProperty("cursor").GetString();
            next = cursor is null ? null : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}";
        }

        if (expected == "20 keys") Assert.Equal(Enumerable.Range(0, StatesJob.Keys), keys.Select(int.Parse).Order());
        else Assert.Equal(expected, string.Join(' ', keys));
    }

    [Fact]
    public async Task A_page_shows_each_key_with_its_value()
    {
        await AssertAnswers(
            "/jobs/the%20job/operators/kept/state/count?from=7&to=9",
            """{"entries":[{"key":7,"value":50},{"key":8,"value":50}],"cursor":null,"attempt":1,"committed":false}""");
        await AssertAnswers(
            "/jobs/the%20job/state/places?from=4&to=5", """{"entries":[{"key":4,"value":[{"key":{"name":"here","floor":0},"value":492}]}],"cursor":null,"attempt":1,"committed":false}""");
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_own_scan_only()
    {
        var page = await _served.UntilAsync("/jobs/the%20job/operators/kept/state/count?limit=3&from=1", _ => true);
        var cursor = page.GetProperty("cursor").GetString();
        Assert.Equal(HttpStatusCode.OK, (await _served.GetAsync($"/jobs/{_served.Job.JobId}/operators/kept/state/count?from=1&limit=9&cursor={cursor}")).Status);
        foreach (var other in new[] { "operators/kept/state/count?from=2", "operators/kept/state/count?from=1&to=5", "operators/kept/state/numbers?from=1", "operators/kept/state/count?limit=3" })
        {
            var (status, text) = await _served.GetAsync($"/jobs/the%20job/{other}&cursor={cursor}");
            Assert.Equal((other, HttpStatusCode.BadRequest), (other, status));
            Assert.Contains("goes on with the same job, operator, state and bounds", text, StringComparison.Ordinal);
        }

        foreach (var mangled in new[] { "x", "", "AAAA", cursor + "A", cursor![1..], cursor.Replace(cursor[9], cursor[9] == 'A' ? 'B' : 'A'), "%20", new string('A', 100_000) })
        {
            var (status, text) = await _served.GetAsync($"/jobs/the%20job/operators/kept/state/count?from=1&cursor={mangled}");
            Assert.Equal((mangled, HttpStatusCode.BadRequest), (mangled, status));
            Assert.Contains("The cursor is not as an answer has given it", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/jobs/none/state", HttpStatusCode.NotFound, "no job with the id or the name 'none'")]
    [InlineData("/jobs/the%20job/operators/none/state/count/1", HttpStatusCode.NotFound, "with the uid 'none'")]
    [InlineData("/jobs/the%20job/operators/kept/state/none/1", HttpStatusCode.NotFound, "no state 'none' of operator 'kept'")]
    [InlineData("/jobs/the%20job/state/hidden/1", HttpStatusCode.NotFound, "no state 'hidden'")]
    [InlineData("/jobs/the%20job/state/_timers/1", HttpStatusCode.NotFound, "no state '_timers'")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/20", HttpStatusCode.NotFound, "nothing under the key 20")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/x", HttpStatusCode.BadRequest, "Of the keys of state 'count' of operator 'kept': 'x' is no whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/1.5", HttpStatusCode.BadRequest, "1.5 is no whole number")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?key=", HttpStatusCode.BadRequest, "'' is no JSON")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?limit=0", HttpStatusCode.BadRequest, "'0' is no number of keys from 1 to 1000")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?limit=1001", HttpStatusCode.BadRequest, "'1001' is no number of keys")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?limit=+5", HttpStatusCode.BadRequest, "is no number of keys")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?limit=1&limit=2", HttpStatusCode.BadRequest, "'limit' is given 2 times")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?prefix=1", HttpStatusCode.BadRequest, "only texts have something that they begin with")]
    [InlineData("/jobs/the%20job/operators/texts/state/count?prefix=1&to=2", HttpStatusCode.BadRequest, "not by both")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?from=x", HttpStatusCode.BadRequest, "Of the keys of state 'count' of operator 'kept': 'x' is no whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("/jobs/the%20job/operators/kept/state/count?key=1&limit=5", HttpStatusCode.BadRequest, "State 'count' of operator 'kept' is no map: its keys are read as a whole, without limit")]
    [InlineData("/jobs/the%20job/state/count", HttpStatusCode.BadRequest, "'kept', 'texts'")]
    [InlineData("/jobs/the%20job/state/hidden", HttpStatusCode.NotFound, "no state 'hidden'")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/1?what=1", HttpStatusCode.BadRequest, "'what' is no parameter")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/1?numbers=roman", HttpStatusCode.BadRequest, "'roman' is no form of numbers")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/1?consistency=strong", HttpStatusCode.BadRequest, "'strong' is no consistency")]
    [InlineData("/jobs/the%20job/operators/kept/state/count/1?consistency=live&consistency=strong", HttpStatusCode.BadRequest, "is no consistency")]
    [InlineData("/jobs/the%20job/operators/sums/state/reduce?key={%22name%22:%22x%22}", HttpStatusCode.BadRequest, "the member 'floor' is missing")]
    [InlineData("/jobs/the%20job/state/count/1", HttpStatusCode.BadRequest, "'kept', 'texts'")]
    [InlineData("/jobs/the%20job/state/count/2", HttpStatusCode.BadRequest, "/operators/UID/state/count/KEY, or by --uid UID of the commands.")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "nothing at /nowhere")]
    public async Task What_cannot_be_answered_says_why(string path, HttpStatusCode expected, string reason)
    {
        using var response = await _served.Http.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(reason, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_in_the_request_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobs");
        request.Headers.Host = "evil.example";
        using var response = await _served.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_job_that_has_ended_has_no_live_state()
    {
        await _served.Job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => _served.Job.WaitForEndAsync());
        var (status, text) = await _served.GetAsync("/jobs/the%20job/operators/kept/state/count/1");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("has ended", text, StringComparison.Ordinal);
    }

    private static string Sum(int floor) => $"/jobs/the%20job/operators/sums/state/reduce?key={Uri.EscapeDataString($$"""{"floor":{{floor}},"name":"floor/{{floor}}, north."}""")}";

    private async Task AssertAnswers(string path, string expected)
    {
        var (status, text) = await _served.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, expected), (status, text));
    }
}

public sealed class LiveStateOnOneNode() : LiveStateTests(1, "memory");

public sealed class LiveStateOnThreeNodes() : LiveStateTests(3, "memory");

public sealed class LiveStateOnRocksDb() : LiveStateTests(1, "rocksdb");
