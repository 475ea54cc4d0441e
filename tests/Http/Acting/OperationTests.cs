using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowActors.Client;
using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;
using FlowActors.Client.Submission;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Http.Tests.Acting;

/// <summary>Checkpoints and savepoints are asked for, and whoever asks later is told what became of them.</summary>
public abstract class OperationTests(int nodes) : IAsyncLifetime
{
    private ActingHost _served = null!;

    private FlowActorsClient Client => _served.Client;

    public async Task InitializeAsync() => _served = await ActingHost.StartAsync(nodes);

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task A_checkpoint_that_is_asked_for_twice_is_taken_once()
    {
        var job = await _served.RunAsync(new JobSubmission("sums"));
        var first = await Client.Job(job).TakeCheckpointAsync(new CheckpointRequest { Request = "mine" });
        Assert.Equal(($"{job}-mine", "checkpoint", job), (first.Id, first.Kind, first.Job));
        var again = await Client.Job(job).TakeCheckpointAsync(new CheckpointRequest { Request = "mine" });
        var done = await Client.WaitForAsync(again);
        Assert.Equal((Operation.Completed, new OperationResult(1, null), null), (done.Status, done.Result, done.Failure));
        Assert.True(done.EndedAt >= done.StartedAt);
        Assert.Equal(done, await Client.Job(job).TakeCheckpointAsync(new CheckpointRequest { Request = "mine" }));
        Assert.Equal(1, (await Client.Job(job).GetCheckpointsAsync()).Counts.Triggered);

        var other = await Assert.ThrowsAsync<FlowActorsClientException>(() => Client.Job(job).TakeSavepointAsync(new SavepointRequest { Request = "mine" }));
        Assert.Equal((HttpStatusCode.Conflict, "The request was another one"), (other.Status, other.Title));
    }

    [Fact]
    public async Task A_running_job_gets_another_parallelism()
    {
        var job = await _served.RunAsync(new JobSubmission("sums") { Parallelism = 2 });
        Assert.Equal((2, 0), ((await Client.Job(job).GetRescalesAsync()).Parallelism, (await Client.Job(job).GetRescalesAsync()).Rescales.Count));
        await using var server = await FlowActorsHttpServer.StartAsync(_served.Host.At(nodes - 1));
        using var last = new FlowActorsClient(server.Address);
        var done = await Client.WaitForAsync(await last.Job(job).RescaleAsync(new RescaleRequest(3) { Request = "wider" }));
        Assert.Equal((Operation.Completed, "rescale", 3, null), (done.Status, done.Kind, done.Result?.Parallelism, done.Failure));
        Assert.Equal(done, await Client.Job(job).RescaleAsync(new RescaleRequest(3) { Request = "wider" }));
        await RefusedAsync(HttpStatusCode.Conflict, "The request was another one", new RescaleRequest(4) { Request = "wider" });
        Assert.Equal((3, "Running"), ((await last.Job(job).GetDetailsAsync()).Parallelism, (await last.Job(job).GetDetailsAsync()).Status));

        Assert.Equal(Operation.Completed, (await Client.WaitForAsync(await Client.Job(job).RescaleAsync(new RescaleRequest(3)))).Status);
        var told = await last.Job(job).GetRescalesAsync();
        var rescale = Assert.Single(told.Rescales);
        Assert.Equal((3, "requested", 2, 3, Operation.Completed, 1L), (told.Parallelism, rescale.Why, rescale.From, rescale.To, rescale.Status, rescale.Checkpoint));
        var parts = rescale.Pause!;
        Assert.Equal(parts.TotalMs, parts.AlignMs + parts.SnapshotMs + parts.MoveMs + parts.RestoreMs + parts.ResumeMs, 3);
        Assert.Equal((nodes > 1, 2), (rescale.BytesMoved > 0, (await Client.Job(job).GetDetailsAsync()).Attempt));

        await RefusedAsync(HttpStatusCode.BadRequest, "The job cannot have that parallelism", new RescaleRequest(0));
        await RefusedAsync(HttpStatusCode.BadRequest, "The job cannot have that parallelism", new RescaleRequest(129));
        foreach (var body in new[] { "", "{}", "[]", "{\"parallelism\":\"x\"}", "{\"parallelism\":3,\"request\":\"/\"}" })
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await _served.PostAsync($"/jobs/{job}/rescale", body)).Status));
        Assert.Equal(HttpStatusCode.NotFound, (await _served.PostAsync("/jobs/none/rescale", "{\"parallelism\":3}")).Status);
        await Client.Job(job).CancelAsync();
        await _served.UntilAsync(job, "Cancelled");
        await RefusedAsync(HttpStatusCode.Conflict, "The job cannot be rescaled now", new RescaleRequest(2));

        async Task RefusedAsync(HttpStatusCode status, string title, RescaleRequest request)
        {
            var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => Client.Job(job).RescaleAsync(request));
            Assert.Equal((status, title), (refused.Status, refused.Title));
        }
    }

    [Fact]
    public async Task Any_node_tells_of_what_another_one_was_asked_for()
    {
        var job = await _served.RunAsync(new JobSubmission("sums"));
        await Client.WaitForAsync(await Client.Job(job).TakeSavepointAsync(new SavepointRequest { Target = "seen", Request = "seen" }));
        await using var server = await FlowActorsHttpServer.StartAsync(_served.Host.At(nodes - 1));
        using var last = new FlowActorsClient(server.Address);
        Assert.Equal(await Client.GetOperationAsync($"{job}-seen"), await last.GetOperationAsync($"{job}-seen"));
        Assert.Equal(Path.Join(_served.Savepoints, "seen"), (await last.Job(job).TakeSavepointAsync(new SavepointRequest { Target = "seen", Request = "seen" })).Result!.Savepoint);
        Assert.Equal((1, 1), ((int)(await last.Job(job).GetCheckpointsAsync()).Counts.Triggered, (int)(await last.Job(job).GetCheckpointAsync(1)).Checkpoint.Id));

        var disposed = await last.DisposeSavepointAsync("seen");
        Assert.StartsWith($"dispose-{_served.Host.Cluster.Nodes[nodes - 1].Info.Node.Split('@')[1]}-", disposed.Id, StringComparison.Ordinal);
        var done = await Client.WaitForAsync(disposed);
        Assert.Equal((Operation.Completed, Path.Join(_served.Savepoints, "seen")), (done.Status, done.Result?.Savepoint));
        Assert.Equal(done, await last.GetOperationAsync(disposed.Id));
        Assert.Equal(("There is no such operation", true), await RefusedAsync($"{disposed.Id}0"));
        Assert.Equal(("The node of the operation is gone", true), await RefusedAsync("dispose-127.0.0.1:1-0"));
        Assert.Equal(job, (await last.Job(job).CancelAsync()).Id);
        await _served.UntilAsync(job, "Cancelled");
    }

    private async Task<(string? Title, bool SaysWhereToLook)> RefusedAsync(string operation)
    {
        var e = await Assert.ThrowsAsync<FlowActorsClientException>(() => Client.GetOperationAsync(operation));
        Assert.Equal(HttpStatusCode.NotFound, e.Status);
        return (e.Title, e.Message.Contains("GET /savepoints", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checkpoints_are_shown_by_vertex_and_subtask()
    {
        var job = await _served.RunAsync(new JobSubmission("sums") { Parallelism = 3 });
        var none = await Client.Job(job).GetCheckpointsAsync();
        Assert.Equal((0, null, 0), (none.Counts.Triggered, none.Summary, none.History.Count));
        foreach (var _ in Enumerable.Range(0, 2)) await Client.WaitForAsync(await Client.Job(job).TakeCheckpointAsync());
        await Client.WaitForAsync(await Client.Job(job).TakeSavepointAsync());

        var all = await Client.Job(job).GetCheckpointsAsync();
        Assert.Equal((3, 3, 0, 0), (all.Counts.Triggered, all.Counts.Completed, all.Counts.Failed, all.Counts.InProgress));
        Assert.Equal([(3, "savepoint", false), (2, "checkpoint", true), (1, "checkpoint", false)], all.History.Select(c => ((int)c.Id, c.Kind, c.IsKept)));
        Assert.Equal((2, 3, null, null), ((int)all.Latest.Completed!.Id, (int)all.Latest.Savepoint!.Id, all.Latest.Failed, all.Latest.Restored));
        Assert.Equal(all.History.Max(c => c.Bytes), all.Summary!.Bytes.Max);
        Assert.All(all.History, c => Assert.Equal(("completed", c.Subtasks, c.EndedAt - c.TriggeredAt >= TimeSpan.Zero), (c.Status, c.Acknowledged, true)));

        var one = await Client.Job(job).GetCheckpointAsync(2);
        Assert.Equal(all.History[1], one.Checkpoint);
        var subtasks = one.Vertices.SelectMany(v => v.Subtasks).ToList();
        Assert.Equal(one.Checkpoint.Subtasks, subtasks.Count);
        Assert.All(one.Vertices, v => Assert.Equal(v.Subtasks.Count, v.Acknowledged));
        Assert.All(one.Vertices, v => Assert.Equal(Enumerable.Range(0, v.Subtasks.Count), v.Subtasks.Select(s => s.Index)));
        Assert.All(subtasks, s => Assert.Equal(("acknowledged", true), (s.Status, s.AcknowledgedAt >= one.Checkpoint.TriggeredAt)));
        Assert.Contains(one.Vertices, v => v.Bytes > 0 && v.Name.Length > 0);

        var rules = await Client.Job(job).GetCheckpointRulesAsync();
        Assert.Equal((3_600_000, "aligned", 1), (rules.IntervalMs, rules.Mode, rules.Retained));
    }

    [Fact]
    public async Task What_is_asked_for_while_another_is_under_way_waits_for_its_turn()
    {
        var job = Client.Job(await _served.RunAsync(new JobSubmission("waiting")));
        var first = await job.TakeCheckpointAsync();
        var second = await job.TakeCheckpointAsync();
        var savepoint = await job.TakeSavepointAsync(new SavepointRequest { Target = "waits" });
        var same = await Client.WaitForAsync(await job.TakeSavepointAsync(new SavepointRequest { Target = "waits" }));
        Assert.Equal((Operation.Failed, true), (same.Status, same.Failure!.Contains("Another savepoint of the job", StringComparison.Ordinal)));
        Assert.Equal((1, 1), ((int)(await job.GetCheckpointsAsync()).Counts.InProgress, (int)(await job.GetCheckpointsAsync()).Counts.Triggered));
        _served.Fails.SetResult();
        Assert.Equal([1, 3, 2], [(await Client.WaitForAsync(first)).Result?.Checkpoint, (await Client.WaitForAsync(second)).Result?.Checkpoint, (await Client.WaitForAsync(savepoint)).Result?.Checkpoint]);
    }

    [Fact]
    public async Task What_has_failed_is_tried_again_by_its_name()
    {
        var job = await _served.RunAsync(new JobSubmission("sums"));
        var folder = Directory.CreateDirectory(Path.Join(_served.Savepoints, "full")).FullName;
        File.WriteAllText(Path.Join(folder, "mine"), "");
        var asked = new SavepointRequest { Target = "full", Request = "again" };
        var failed = await Client.WaitForAsync(await Client.Job(job).TakeSavepointAsync(asked));
        Assert.Contains("is not empty", failed.Failure, StringComparison.Ordinal);
        Assert.Equal(failed, await Client.GetOperationAsync(failed.Id));
        File.Delete(Path.Join(folder, "mine"));
        var again = await Client.WaitForAsync(await Client.Job(job).TakeSavepointAsync(asked));
        Assert.Equal((failed.Id, Operation.Completed, folder), (again.Id, again.Status, again.Result?.Savepoint));
        Assert.Equal(again, await Client.Job(job).TakeSavepointAsync(asked));
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        var job = await _served.RunAsync(new JobSubmission("idle"));
        foreach (var (path, status) in new[]
        {
            ("/jobs/none/checkpoints", HttpStatusCode.NotFound), ($"/jobs/{job}/checkpoints/1", HttpStatusCode.NotFound), ($"/jobs/{job}/checkpoints/-1", HttpStatusCode.BadRequest),
            ($"/jobs/{job}/checkpoints/99999999999999999999", HttpStatusCode.BadRequest), ($"/jobs/{job}/checkpoints?x=1", HttpStatusCode.BadRequest),
            ($"/jobs/{job}/checkpoints/config", HttpStatusCode.NotFound), ($"/operations/{job}-none", HttpStatusCode.NotFound), ("/operations/none", HttpStatusCode.NotFound),
            ($"/operations/{new string('0', 32)}-x", HttpStatusCode.NotFound), ("/operations/dispose-none", HttpStatusCode.NotFound), ("/operations/dispose--x", HttpStatusCode.NotFound), ($"/operations/{job}-a.b", HttpStatusCode.NotFound),
        })
        {
            using var response = await _served.Http.GetAsync(path);
            Assert.Equal((path, status), (path, response.StatusCode));
        }

        Assert.Empty((await Client.Job(job).GetCheckpointsAsync()).History);
        var done = await Client.WaitForAsync(await Client.Job(job).TakeCheckpointAsync());
        Assert.Equal(Operation.Failed, done.Status);
        Assert.Contains("takes no checkpoints", done.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_requests_have_their_form()
    {
        var job = await _served.RunAsync(new JobSubmission("sums"));
        foreach (var name in new[] { "", " ", "a/b", "ä", new string('x', 65) })
            Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<FlowActorsClientException>(() => Client.Job(job).TakeCheckpointAsync(new CheckpointRequest { Request = name }))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<FlowActorsClientException>(() => Client.Job(job).TakeSavepointAsync(new SavepointRequest { Form = "odd" }))).Status);
    }

    [Fact]
    public async Task Who_hangs_up_stops_nothing()
    {
        var job = await _served.RunAsync(new JobSubmission("sums"));
        const string Body = """{"target":"left","request":"left"}""";
        using (var client = new TcpClient("127.0.0.1", _served.Http.BaseAddress!.Port))
        {
            client.Client.Send(Encoding.ASCII.GetBytes(
                $"POST /jobs/{job}/savepoints HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
            // Until it is known: before that it may not have been read at all.
            SnapshotProgress? progress = null;
            while (progress is null) progress = await _served.Host.Jobs.Snapshots.FindAsync(new JobId(job), "left", default);
        }

        var done = await Client.WaitForAsync(await Client.GetOperationAsync($"{job}-left"));
        Assert.Equal((Operation.Completed, Path.Join(_served.Savepoints, "left")), (done.Status, done.Result!.Savepoint));
        Assert.True(File.Exists(Path.Join(_served.Savepoints, "left", "_metadata")));
    }

    [Fact]
    public async Task While_a_job_restarts_what_is_asked_for_fails_and_says_why()
    {
        var job = await _served.RunAsync(new JobSubmission("failing"));
        _served.Fails.SetResult();
        await _served.UntilAsync(job, "Restarting");
        foreach (var asked in new[] { await Client.Job(job).TakeCheckpointAsync(), await Client.Job(job).StopAsync() })
        {
            var done = await Client.WaitForAsync(asked);
            Assert.Equal(Operation.Failed, done.Status);
            Assert.Contains("The job takes no checkpoint now", done.Failure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_begins_with_the_savepoint_of_a_stopped_one_comes_to_the_same(bool isNative)
    {
        var first = await _served.RunAsync(new JobSubmission("sums"));
        var done = await Client.WaitForAsync(await Client.Job(first).StopAsync(new StopRequest { Savepoint = "half", Form = isNative ? "native" : null }));
        Assert.Equal(("stop", Operation.Completed, Path.Join(_served.Savepoints, "half")), (done.Kind, done.Status, done.Result?.Savepoint));
        await _served.UntilAsync(first, "Finished");

        var second = await _served.RunAsync(new JobSubmission("sums") { From = new SavepointStart(isNative ? Path.Join(_served.Savepoints, "half") : "half") });
        for (var key = 0; key < 10; key++)
        {
            var expected = Enumerable.Range(0, ActingHost.SumsJob.Numbers).Where(n => n % 10 == key).Sum();
            while (true)
            {
                using var response = await _served.Http.GetAsync($"/jobs/{second}/state/reduce/{key}");
                if (response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync()).Contains($"\"value\":{expected},", StringComparison.Ordinal)) break;
            }
        }

        Assert.Equal(1, (await Client.Job(second).GetCheckpointsAsync()).Latest.Restored!.Id);
    }
}

public sealed class OperationsOnOneNodeTests() : OperationTests(1);

public sealed class OperationsOnThreeNodesTests() : OperationTests(3);
