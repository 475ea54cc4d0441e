using System.Net;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.Vertices;

namespace FlowActors.Http.Tests.Vertices;

/// <summary>The vertices of a job that has read a thousand numbers, and their subtasks and metrics.</summary>
public abstract class VerticesTests(int nodes) : IAsyncLifetime
{
    private ServedHost _served = null!;
    private FlowActorsClient _client = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob("memory"), nodes);
        _client = new FlowActorsClient(_served.Http.BaseAddress!);
        // Who sends records counts them after they may have been read.
        await _served.UntilAsync("/jobs/the%20job/vertices", json => json.GetProperty("vertices").EnumerateArray().ToList() is var all
            && all.Skip(1).All(v => v.GetProperty("recordsIn").GetInt64() == StatesJob.Numbers) && all[0].GetProperty("recordsOut").GetInt64() == 3 * StatesJob.Numbers);
        await _served.UntilRunningAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _served.DisposeAsync();
    }

    [Fact]
    public async Task Vertices_are_listed_with_their_operators_and_sums()
    {
        var vertices = await _client.Job("the job").GetVerticesAsync();
        Assert.Equal([0, 1, 2, 3], vertices.Select(v => v.Id));
        Assert.Equal(["numbers", "kept", "sums", "texts"], vertices.Select(v => v.Operators[0].Uid));
        Assert.Equal([1, 3, 3, 3], vertices.Select(v => v.Parallelism));
        Assert.Equal([[], [0], [0], [0]], vertices.Select(v => v.Inputs));
        Assert.Equal([0, 1_000, 1_000, 1_000], vertices.Select(v => v.RecordsIn));
        Assert.Equal([3_000, 0, 0, 0], vertices.Select(v => v.RecordsOut));
        Assert.All(vertices, v => Assert.Equal(v.Parallelism, v.Subtasks["Running"]));
        Assert.All(vertices, v => Assert.Equal(1, v.Time!.Busy + v.Time.Idle + v.Time.BackPressured, 6));
        Assert.All(vertices, v => Assert.InRange(v.MaxParallelism, v.Parallelism, 32_768));
    }

    [Fact]
    public async Task A_vertex_is_found_by_its_id_or_the_uid_of_an_operator()
    {
        var job = _client.Job($"{_served.Job.JobId}");
        var byId = await job.GetVertexAsync("2");
        var byUid = await job.GetVertexAsync("sums");
        Assert.Equal((2, byId.Name, 1_000), (byUid.Id, byUid.Name, byUid.RecordsIn));
        Assert.Contains(byId.Operators, o => o.Uid == "sums");
    }

    [Fact]
    public async Task Subtasks_have_their_place_and_their_timeline()
    {
        var subtasks = await _client.Job("the job").GetSubtasksAsync("kept");
        Assert.Equal([0, 1, 2], subtasks.Select(s => s.Subtask));
        Assert.Equal(1_000, subtasks.Sum(s => s.RecordsIn));
        Assert.InRange(subtasks.Select(s => s.Node).Distinct().Count(), nodes == 1 ? 1 : 2, nodes);
        Assert.All(subtasks, s =>
        {
            Assert.Equal((1, "Running"), (s.Attempt, s.Status));
            Assert.Equal(["Deployed", "Restoring", "Ready", "Running"], s.Timeline.Select(t => t.Status));
            Assert.Equal(s.Timeline.OrderBy(t => t.At), s.Timeline);
            Assert.Matches("^[^@]+:[0-9]+$", s.Node);
        });
    }

    [Fact]
    public async Task A_job_that_has_little_to_do_is_not_back_pressured()
    {
        var answer = await _client.Job("the job").GetBackPressureAsync("0");
        Assert.Equal("ok", answer.Level);
        var only = Assert.Single(answer.Subtasks);
        Assert.Equal((0, "ok"), (only.Subtask, only.Level));
    }

    [Fact]
    public async Task Without_a_strategy_there_is_no_watermark()
    {
        var subtasks = await _client.Job("the job").GetWatermarksAsync("sums");
        Assert.Equal(3, subtasks.Count);
        Assert.All(subtasks, s =>
        {
            Assert.Null(s.Input);
            Assert.True(s.InputIdle);
            var channel = Assert.Single(s.Parts);
            Assert.Equal((0, 0, null, true, false), (channel.Vertex, channel.Sender, channel.Watermark, channel.Idle, channel.Ended));
        });
    }

    [Fact]
    public async Task Subtasks_that_have_ended_keep_their_timeline()
    {
        await _served.Job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => _served.Job.WaitForEndAsync());
        var json = await _served.UntilAsync("/jobs/the%20job/vertices/kept/subtasks", j => j.GetProperty("subtasks").EnumerateArray().All(s => s.GetProperty("status").GetString() == "Stopped"));
        Assert.Equal(1_000, json.GetProperty("subtasks").EnumerateArray().Sum(s => s.GetProperty("recordsIn").GetInt64()));
        Assert.All(await _client.Job("the job").GetWatermarksAsync("kept"), s => Assert.Empty(s.Parts));
        Assert.Equal("The job has ended: Cancelled.", (await _client.Job("the job").GetWhyAsync()).Text);
    }

    [Fact]
    public async Task Metrics_are_summed_over_subtasks()
    {
        var job = _client.Job("the job");
        var names = (await job.GetMetricsAsync()).Select(m => m.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Superset(new HashSet<string> { "numRecordsIn", "numRecordsOut", "busyTimeMsPerSecond" }, names.ToHashSet());
        var inOut = await job.GetMetricsAsync(["numRecordsOut", "numRecordsIn", "nothing"]);
        Assert.Equal([("numRecordsOut", 10, 3_000.0), ("numRecordsIn", 10, 3_000.0)], inOut.Select(m => (m.Name, m.Subtasks, m.Sum!.Value)));
        Assert.Equal((0, 3_000, 300), (inOut[0].Min, inOut[0].Max, inOut[0].Avg));
        var some = (await _served.UntilAsync("/jobs/the%20job/vertices/kept/metrics?get=numRecordsIn&agg=sum,max&subtasks=0,1,2", _ => true)).GetProperty("metrics")[0];
        Assert.Equal(1_000, some.GetProperty("sum").GetDouble());
        Assert.Equal(JsonValueKind.Null, some.GetProperty("avg").ValueKind);
        var one = (await _served.UntilAsync("/jobs/the%20job/vertices/kept/metrics?get=numRecordsIn&subtasks=1", _ => true)).GetProperty("metrics")[0];
        Assert.Equal((await job.GetSubtasksAsync("kept"))[1].RecordsIn, one.GetProperty("sum").GetInt64());
    }

    [Fact]
    public async Task Nothing_holds_back_a_job_that_keeps_up()
    {
        var why = await _client.Job("the job").GetWhyAsync();
        Assert.Equal((_served.Job.JobId.ToString(), "the job", "Running", "Nothing holds the job back."), (why.Job, why.Name, why.Status, why.Text));
        Assert.Empty(why.Findings);
    }

    [Theory]
    [InlineData("/jobs/none/vertices", HttpStatusCode.NotFound, "no job with the id or the name 'none'")]
    [InlineData("/jobs/none/why", HttpStatusCode.NotFound, "no job with the id or the name 'none'")]
    [InlineData("/jobs/none/metrics", HttpStatusCode.NotFound, "no job with the id or the name 'none'")]
    [InlineData("/jobs/the%20job/vertices/4", HttpStatusCode.NotFound, "no vertex with the id '4'")]
    [InlineData("/jobs/the%20job/vertices/-1", HttpStatusCode.NotFound, "no vertex with the id '-1'")]
    [InlineData("/jobs/the%20job/vertices/99999999999/subtasks", HttpStatusCode.NotFound, "no vertex with the id '99999999999'")]
    [InlineData("/jobs/the%20job/vertices/none/backpressure", HttpStatusCode.NotFound, "no operator with that uid")]
    [InlineData("/jobs/the%20job/vertices/none/watermarks", HttpStatusCode.NotFound, "no operator with that uid")]
    [InlineData("/jobs/the%20job/vertices/none/metrics", HttpStatusCode.NotFound, "no operator with that uid")]
    [InlineData("/jobs/the%20job/vertices?what=1", HttpStatusCode.BadRequest, "'what' is no parameter of /jobs/the%20job/vertices; there are none")]
    [InlineData("/jobs/the%20job/vertices/1/subtasks?get=x", HttpStatusCode.BadRequest, "'get' is no parameter")]
    [InlineData("/jobs/the%20job/metrics?agg=median", HttpStatusCode.BadRequest, "'median' in agg is no aggregate; there are min, max, sum, avg")]
    [InlineData("/jobs/the%20job/metrics?subtasks=1", HttpStatusCode.BadRequest, "'subtasks' is no parameter")]
    [InlineData("/jobs/the%20job/vertices/1/metrics?subtasks=3", HttpStatusCode.BadRequest, "'3' in subtasks is no subtask of the vertex: they are 0 to 2")]
    [InlineData("/jobs/the%20job/vertices/1/metrics?subtasks=-1", HttpStatusCode.BadRequest, "'-1' in subtasks")]
    [InlineData("/jobs/the%20job/why?longerThanMs=soon", HttpStatusCode.BadRequest, "'soon' in longerThanMs is no number of milliseconds")]
    [InlineData("/jobs/the%20job/why?longerThanMs=1&longerThanMs=2", HttpStatusCode.BadRequest, "longerThanMs is no number")]
    [InlineData("/jobs/the%20job/why?since=1", HttpStatusCode.BadRequest, "'since' is no parameter")]
    public async Task What_cannot_be_answered_says_why(string path, HttpStatusCode expected, string reason)
    {
        using var response = await _served.Http.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(reason, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

public sealed class VerticesOnOneNode() : VerticesTests(1);

public sealed class VerticesOnThreeNodes() : VerticesTests(3);
