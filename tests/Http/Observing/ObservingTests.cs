using System.Net;
using System.Text.Json;
using Akka.Event;
using FlowActors.Client;
using FlowActors.Client.Nodes;

namespace FlowActors.Http.Tests.Observing;

/// <summary>Looking at a cluster and a job from outside.</summary>
public abstract class ObservingTests(int nodes) : IAsyncLifetime
{
    private ServedHost _served = null!;
    private FlowActorsClient _client = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob("memory"), nodes, "flowactors.http.read-keys = []\nflowactors.state.memory = 17MiB");
        _client = new FlowActorsClient(_served.Http.BaseAddress!);
        await _served.UntilAsync("/jobs/the%20job/operators/kept/state/count/7", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
        await _served.UntilRunningAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _served.DisposeAsync();
    }

    [Fact]
    public async Task The_overview_counts_nodes_subtasks_and_jobs()
    {
        var overview = await _client.GetOverviewAsync();
        var plan = await _client.Job("the job").GetPlanAsync();
        Assert.Equal(nodes, overview.Nodes);
        Assert.Equal(nodes * Environment.ProcessorCount, overview.Cores);
        Assert.Equal(plan.Vertices.Sum(v => v.Parallelism), overview.Subtasks);
        Assert.Equal([new("Running", 1)], overview.Jobs);
        Assert.NotEqual("unknown", overview.Version);
    }

    [Fact]
    public async Task Each_node_tells_of_itself()
    {
        var all = await _client.GetNodesAsync();
        Assert.Equal(nodes, all.Select(n => n.Node).Distinct().Count());
        Assert.Equal(_served.Job.JobId.ToString(), Assert.Single(all.SelectMany(n => n.Jobs).Select(j => j.Job).Distinct()));
        foreach (var node in all)
        {
            var one = await _client.GetNodeAsync(node.Node);
            Assert.Equal((node.Node, node.Incarnation, node.Endpoint, node.Cores, node.Since), (one.Node, one.Incarnation, one.Endpoint, one.Cores, one.Since));
            Assert.Equal(["manager", "worker"], one.Roles);
            Assert.Equal(((await _client.GetOverviewAsync()).Version, 1, null), (one.Version, one.Protocol, one.Slots));
            Assert.True(one.HeapBytes > 0 && one.ProcessBytes > one.HeapBytes / 2);
            Assert.True(one.Since <= DateTimeOffset.UtcNow);
        }
    }

    [Fact]
    public async Task Logs_of_a_node_are_told_the_oldest_first()
    {
        var all = new List<NodeLogLine>();
        foreach (var node in await _client.GetNodesAsync())
        {
            var lines = await _client.GetLogAsync(node.Node);
            all.AddRange(lines);
            Assert.Equal(lines.Select(l => l.Number).Order(), lines.Select(l => l.Number));
            var (_, last) = await _served.GetAsync($"/nodes/{node.Node}/logs?limit=1");
            Assert.Equal(Math.Min(1, lines.Count), JsonDocument.Parse(last).RootElement.GetProperty("lines").GetArrayLength());
            var (_, grave) = await _served.GetAsync($"/nodes/{node.Node}/logs?level=critical");
            Assert.Equal("""{"lines":[]}""", grave);
        }

        Assert.Single(all, l => l.Category == "FlowActors.JobCoordinator" && l.Level == "information" && l.Message.Contains("starts attempt 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Akka_logs_is_in_the_log_of_its_node()
    {
        foreach (var system in _served.Host.Cluster.Nodes.Select(n => n.System))
        {
            var node = Akka.Cluster.Cluster.Get(system).SelfAddress;
            Logging.GetLogger(system, "test").Warning($"It went wrong at {node}");
            NodeLogLine? line;
            do line = (await _client.GetLogAsync($"{node.Host}:{node.Port}")).FirstOrDefault(l => l.Message.Contains("It went wrong", StringComparison.Ordinal));
            while (line is null);
            Assert.EndsWith($"It went wrong at {node}", line.Message, StringComparison.Ordinal);
            Assert.Equal("warning", line.Level);
            Assert.StartsWith("Akka.", line.Category, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Threads_of_a_node_are_told()
    {
        foreach (var node in await _client.GetNodesAsync())
        {
            var threads = await _client.GetThreadsAsync(node.Node);
            Assert.Contains(threads.Dispatchers, d => d.Dispatcher == "flowactors.operator-dispatcher" && d.Threads >= d.Idle && d.Missing == 0);
            Assert.Empty(threads.LeftBehind);
        }
    }

    [Fact]
    public async Task A_job_is_told_with_its_plan()
    {
        var job = _client.Job(_served.Job.JobId.ToString());
        var details = await job.GetDetailsAsync();
        Assert.Equal(("the job", "Running", "job", 1, null, null), (details.Name, details.Status, details.RegisteredName, details.Attempt, details.EndedAt, details.Reason));
        Assert.True(details.StartedAt >= details.SubmittedAt);
        var plan = await job.GetPlanAsync();
        Assert.Equal(details.Subtasks, plan.Vertices.Sum(v => v.Parallelism));
        Assert.Contains(plan.Vertices.SelectMany(v => v.Operators), o => o.Uid == "kept");
        Assert.All(plan.Edges, e => Assert.True(e.Source < e.Target && e.Target < plan.Vertices.Count));
        var (_, text) = await _served.GetAsync("/jobs/the%20job/plan?format=text");
        Assert.Contains("uid kept", text, StringComparison.Ordinal);
        var (_, chart) = await _served.GetAsync("/jobs/the%20job/plan?format=mermaid");
        Assert.Contains("flowchart", chart, StringComparison.Ordinal);
        Assert.Empty(await job.GetExceptionsAsync());
        Assert.True((await job.GetAccumulatorsAsync())["discardedRecords"].GetInt64() > 0);
    }

    [Fact]
    public async Task Each_setting_says_which_layer_has_the_last_word()
    {
        var settings = (await _client.Job("the job").GetConfigurationAsync()).ToDictionary(s => s.Key);
        Assert.Equal(("17MiB", "node"), (settings["flowactors.state.memory"].Value, settings["flowactors.state.memory"].Layer));
        Assert.Equal("reference", settings["flowactors.exchange.flush-interval"].Layer);
        Assert.Equal(("memory", "job"), (settings["flowactors.state.backend"].Value, settings["flowactors.state.backend"].Layer));
        Assert.Equal("***", settings["flowactors.http.read-keys"].Value);
        Assert.Equal("***", settings["flowactors.http.tls.password"].Value);
    }

    [Theory]
    [InlineData("/overview?x=1", HttpStatusCode.BadRequest)]
    [InlineData("/nodes?x=1", HttpStatusCode.BadRequest)]
    [InlineData("/nodes/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/nodes/nowhere:1/logs", HttpStatusCode.NotFound)]
    [InlineData("/nodes/%2F/threads", HttpStatusCode.NotFound)]
    [InlineData("/jobs/nothing", HttpStatusCode.NotFound)]
    [InlineData("/jobs/nothing/plan", HttpStatusCode.NotFound)]
    [InlineData("/jobs/nothing/exceptions", HttpStatusCode.NotFound)]
    [InlineData("/jobs/nothing/accumulators", HttpStatusCode.NotFound)]
    [InlineData("/jobs/nothing/config", HttpStatusCode.NotFound)]
    [InlineData("/jobs/the%20job/plan?format=svg", HttpStatusCode.BadRequest)]
    [InlineData("/jobs/the%20job/plan?format=text&format=text", HttpStatusCode.BadRequest)]
    [InlineData("/jobs/the%20job?x", HttpStatusCode.BadRequest)]
    public async Task What_is_wrong_is_told(string path, HttpStatusCode expected)
    {
        using var response = await _served.Http.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("level=loud")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    [InlineData("lines=3")]
    public async Task What_is_wrong_about_a_log_is_told(string query)
    {
        var node = (await _client.GetNodesAsync())[0].Node;
        Assert.Equal(HttpStatusCode.BadRequest, (await _served.GetAsync($"/nodes/{node}/logs?{query}")).Status);
    }
}

public sealed class ObservingOneNode() : ObservingTests(1);

public sealed class ObservingThreeNodes() : ObservingTests(3);
