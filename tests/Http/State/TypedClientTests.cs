using System.Net;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.Http.Tests.State;

/// <summary>State as a program reads it of a host.</summary>
public sealed class TypedClientTests
{
    private readonly Steps _steps = new() { Value = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task State_is_read_by_the_types_of_the_program(int nodes)
    {
        await using var served = await ServedHost.StartAsync(() => new StatesJob("memory"), nodes);
        for (var key = 0; key < StatesJob.Keys; key++)
            await served.UntilAsync($"/jobs/the%20job/operators/kept/state/count/{key}", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
        await served.UntilAsync("/jobs/the%20job/operators/texts/state/count/1", json => json.GetProperty("value").GetString() == $"<{StatesJob.Numbers - 1}>");
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var job = client.Job("the job");
        Assert.Equal(["kept.count", "kept.names", "kept.numbers", "kept.places", "sums.reduce", "texts.count"], (await job.GetStatesAsync()).Select(s => $"{s.Uid}.{s.Name}"));

        var counts = job.State<long, long>("kept", "count");
        Assert.Equal(new StateValue<long>(50, new StateOrigin(1, null, false, false)), await counts.GetAsync(7));
        Assert.Null(await counts.GetAsync(StatesJob.Keys));
        Assert.Equal(
            Enumerable.Range(0, StatesJob.Keys).Select(key => KeyValuePair.Create<long, long>(key, 50)),
            (await counts.GetManyAsync([.. Enumerable.Range(0, 2_000).Select(k => (long)k)])).Entries);
        Assert.Equal([.. Enumerable.Range(0, 50).Select(i => (20L * i) + 19)], (await job.State<long, List<long>>("kept", "numbers").GetAsync(19))!.Value);
        Assert.Equal((1L << 53) + 984, (await job.State<long, Dictionary<string, long>>("kept", "names").GetAsync(4))!.Value["n0"]);
        Assert.Equal([new(new Place("here", 0), 492m)], (await job.State<long, KeyValuePair<Place, decimal>[]>("kept", "places").GetAsync(4))!.Value);
        Assert.NotNull(await job.State<Place, long>("sums", "reduce").GetAsync(new Place("floor/1, north.", 1)));
        Assert.Equal("<999>", (await job.State<string, string>("texts", "count").GetAsync("1"))!.Value);

        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => client.Job("none").State<long, long>("kept", "count").GetAsync(1));
        Assert.Equal((HttpStatusCode.NotFound, "There is no such job"), (refused.Status, refused.Title));
        refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => job.State<string, long>("kept", "count").GetAsync("x"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_key_is_watched_over_a_restart_to_the_end_of_the_job(int nodes)
    {
        await using var served = await ServedHost.StartAsync(() => new WatchedJob(_steps, "memory", TimeSpan.FromMilliseconds(100)), nodes);
        await served.UntilAsync("/jobs/the%20job/state/value/5", json => json.GetProperty("value").GetInt64() == 1);
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var state = client.Job("the job").State<long, long>("follow", "value");
        var seen = new List<StateChange<long>>();
        await foreach (var change in state.WatchAsync(5))
        {
            seen.Add(change);
            if (change.Kind != StateChangeKind.Value) continue;
            if (change is { Value: 1, Attempt: 1 }) _steps.Value = 2;
            else if (change is { Value: 2, Attempt: 1 }) _steps.Fail();
            else await served.Job.CancelAsync();
        }

        Assert.Equal([(1L, 1), (2L, 1), (2L, 2)], seen.Where(c => c.Kind == StateChangeKind.Value).Select(c => (c.Value, c.Attempt)));
    }

    [Fact]
    public async Task Who_asks_while_the_job_restarts_gets_its_answer_afterwards()
    {
        await using var served = await ServedHost.StartAsync(() => new WatchedJob(_steps, "memory", TimeSpan.FromSeconds(2)));
        await served.UntilAsync("/jobs/the%20job/state/value/5", json => json.GetProperty("value").GetInt64() == 1);
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        _steps.Fail();
        await served.UntilAsync("/jobs", json => json.GetProperty("jobs")[0].GetProperty("status").GetString() == nameof(JobStatus.Restarting));
        var state = client.Job("the job").State<long, long>("follow", "value");
        StateValue<long>? found;
        do found = await state.GetAsync(5);
        while (found is null);
        Assert.Equal((1, 2), (found.Value, found.Origin.Attempt));
    }
}
