using FlowActors.Client;
using FlowActors.Client.Why;
using FlowActors.Sources;
using FlowActors.Tests.Sources;

namespace FlowActors.Http.Tests.Why;

/// <summary>Jobs that are held back, each by a trouble of its own, and what is said of it over HTTP.</summary>
public abstract class WhyTests(int nodes)
{
    [Fact]
    public async Task A_slow_operator_is_named_as_what_presses_back()
    {
        await using var served = await ServedHost.StartAsync(TroubledJob.Slow, nodes);
        var finding = await UntilAsync(served, "backPressure", vertex: 1);
        Assert.Equal(0, finding.Subtask);
        Assert.NotNull(finding.Since);
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        Assert.NotEqual("ok", (await client.Job("the job").GetBackPressureAsync("numbers")).Level);
    }

    [Fact]
    public async Task A_split_without_records_is_named_as_what_holds_the_watermark()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "left", "right");
        source.Add("left", 1_000, 5_000);
        source.Add("right", 2_000);
        await using var served = await ServedHost.StartAsync(() => TroubledJob.Held(source), nodes);
        var before = DateTimeOffset.UtcNow;
        var finding = await UntilAsync(served, "watermarkHeld", vertex: 0);
        Assert.Equal((0, "right"), (finding.Subtask, finding.Split));
        Assert.InRange(finding.Since!.Value, before.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Contains("1970-01-01T00:00:01.999Z", finding.Text, StringComparison.Ordinal);

        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var read = Assert.Single(await client.Job("the job").GetWatermarksAsync("halves"));
        Assert.Equal([("right", 1_999L), ("left", 4_999L)], read.Parts.Select(p => (p.Split!, p.Watermark!.Ms)));
        Assert.Equal((1_999, 1_999), (read.Input!.Ms, read.Output!.Ms));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_999), read.Input.Time);
        var behind = Assert.Single(await client.Job("the job").GetWatermarksAsync("sums"));
        Assert.Equal((1_999, null, 0, 0), (behind.Input!.Ms, behind.Output, behind.Parts[0].Vertex, behind.Parts[0].Sender));
    }

    [Fact]
    public async Task A_source_without_news_is_named_where_nothing_else_is_ahead()
    {
        var source = new PartitionedSource(Boundedness.Unbounded, "only");
        source.Add("only", 3_000);
        await using var served = await ServedHost.StartAsync(() => TroubledJob.Held(source), nodes);
        Assert.Equal("only", (await UntilAsync(served, "watermarkStands", vertex: 0)).Split);
    }

    [Fact]
    public async Task A_function_that_does_not_return_is_named_and_the_checkpoint_that_waits_for_it()
    {
        using var gate = new ManualResetEventSlim();
        await using var served = await ServedHost.StartAsync(() => TroubledJob.Blocked(gate), nodes, "flowactors.checkpoints.timeout = 10m");
        try
        {
            var call = await UntilAsync(served, "longCall", vertex: 1);
            Assert.Equal(0, call.Subtask);
            Assert.NotNull(call.Since);
            var waits = await UntilAsync(served, "checkpointWaits", vertex: 1);
            Assert.Equal(0, waits.Subtask);
            Assert.Contains("1-0", waits.Subtasks!);
            Assert.NotNull(waits.Checkpoint);
            using var client = new FlowActorsClient(served.Http.BaseAddress!);
            var counted = (await client.Job("the job").GetMetricsAsync(["numberOfInProgressCheckpoints", "numberOfCompletedCheckpoints", "lastCompletedCheckpointId"])).ToDictionary(m => m.Name, m => m.Sum);
            Assert.Equal(1, counted["numberOfInProgressCheckpoints"]);
            Assert.Equal(counted["numberOfCompletedCheckpoints"] > 0, counted["lastCompletedCheckpointId"] > 0);
            Assert.NotNull(waits.Since);
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public async Task A_subtask_that_gets_most_of_the_records_is_named()
    {
        await using var served = await ServedHost.StartAsync(TroubledJob.Skewed, nodes);
        var finding = await UntilAsync(served, "skew", vertex: 1);
        Assert.NotNull(finding.Since);
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        Assert.Equal((await client.Job("the job").GetSubtasksAsync("skewed")).MaxBy(s => s.RecordsIn)!.Subtask, finding.Subtask);
    }

    [Fact]
    public async Task A_job_that_fails_again_and_again_says_because_of_what()
    {
        await using var served = await ServedHost.StartAsync(TroubledJob.Failing, nodes);
        var finding = await UntilAsync(served, "restarting", vertex: 1);
        Assert.Contains("the disk is full", finding.Text, StringComparison.Ordinal);
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        Assert.InRange(Assert.Single(await client.Job("the job").GetMetricsAsync(["numRestarts"])).Max!.Value, 1, double.MaxValue);
    }

    [Fact]
    public async Task Timers_that_no_watermark_reaches_are_named()
    {
        await using var served = await ServedHost.StartAsync(TroubledJob.Timeless, nodes);
        Assert.Contains("has no watermark strategy", (await UntilAsync(served, "noWatermark", vertex: 1)).Text, StringComparison.Ordinal);
    }

    // Whatever lasts is told, however short, so that the tests wait for nothing else; as the job begins it may be something else.
    private static async Task<WhyFinding> UntilAsync(ServedHost served, string kind, int vertex)
    {
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        while (true)
        {
            var why = await client.Job("the job").GetWhyAsync(TimeSpan.FromMilliseconds(20));
            if (why.Findings.FirstOrDefault(f => f.Kind == kind && f.Vertex == vertex) is { } found) return found;
        }
    }
}

public sealed class WhyOnOneNode() : WhyTests(1);

public sealed class WhyOnThreeNodes() : WhyTests(3);
