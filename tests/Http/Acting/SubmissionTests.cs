using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CsCheck;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Acting;

/// <summary>Jobs are started and ended by whoever asks over HTTP, and what is wrong with a request is told.</summary>
public sealed class SubmissionTests : IAsyncLifetime
{
    private ActingHost _served = null!;

    public async Task InitializeAsync() => _served = await ActingHost.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task What_can_be_submitted_is_listed() => Assert.Equal(["broken", "failing", "idle", "sums", "waiting"], await _served.Client.GetRegisteredJobsAsync());

    [Fact]
    public async Task A_job_is_started_with_its_arguments_and_cancelled()
    {
        using var response = await _served.Http.PostAsJsonAsync("/jobs", new { job = "sums", name = "the sums", arguments = new { parallelism = "2" } });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var job = (await response.Content.ReadFromJsonAsync<JobSummary>())!;
        Assert.Equal(("the sums", $"/jobs/{job.Id}"), (job.Name, response.Headers.Location?.ToString()));

        await _served.UntilAsync(job.Id, "Running");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(job.Id, (await _served.Client.Job("the sums").CancelAsync()).Id);
            await _served.UntilAsync(job.Id, "Cancelled");
        }

        var ended = await Assert.ThrowsAsync<FlowActorsClientException>(() => _served.Client.Job(job.Id).StopAsync());
        Assert.Equal((HttpStatusCode.Conflict, "The job has ended"), (ended.Status, ended.Title));
        Assert.Equal(HttpStatusCode.Conflict, (await Assert.ThrowsAsync<FlowActorsClientException>(() => _served.Client.Job(job.Id).ResumeAsync())).Status);
    }

    [Fact]
    public async Task The_parallelism_that_is_asked_for_is_that_of_the_program()
    {
        var job = await _served.RunAsync(new JobSubmission("sums") { Parallelism = 3 });
        await _served.Client.WaitForAsync(await _served.Client.Job(job).TakeCheckpointAsync());
        var vertices = (await _served.Client.Job(job).GetCheckpointAsync(1)).Vertices;
        Assert.Equal([1, 3], vertices.Select(v => v.Subtasks.Count).Order());
    }

    [Fact]
    public async Task A_job_that_runs_is_left_alone_by_a_resumption()
    {
        var job = await _served.RunAsync(new JobSubmission("idle") { Arguments = new Dictionary<string, string> { ["a"] = "1" } });
        Assert.Equal(new ResumedJob(job, null), await _served.Client.Job(job).ResumeAsync());
        Assert.Equal(new ResumedJob(job, null), await _served.Client.Job(job).ResumeAsync(new JobResumption { Arguments = new Dictionary<string, string> { ["a"] = "1" } }));
        foreach (var other in new Dictionary<string, string>[] { new() { ["a"] = "2" }, new() { ["a"] = "1", ["b"] = "" }, [] })
        {
            var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => _served.Client.Job(job).ResumeAsync(new JobResumption { Arguments = other }));
            Assert.Equal((HttpStatusCode.Conflict, "The job is not suspended"), (refused.Status, refused.Title));
        }

        await _served.UntilAsync(job, "Running");
    }

    [Fact]
    public async Task A_job_that_an_earlier_run_has_left_is_resumed()
    {
        var data = Path.Join(_served.Folder, "data");
        string job;
        await using (var before = await ActingHost.StartAsync(data: data))
        {
            job = await before.RunAsync(new JobSubmission("sums") { Parallelism = 2 });
            await before.Client.WaitForAsync(await before.Client.Job(job).TakeCheckpointAsync());
        }

        await using var after = await ActingHost.StartAsync(data: data);
        await after.UntilAsync(job, "Suspended");
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => after.Client.Job(job).TakeCheckpointAsync());
        Assert.Equal((HttpStatusCode.Conflict, "The job is suspended"), (refused.Status, refused.Title));
        Assert.Equal(new ResumedJob(job, 1), await after.Client.Job(job).ResumeAsync());
        await after.UntilAsync(job, "Running");
        var done = await after.Client.WaitForAsync(await after.Client.Job(job).TakeCheckpointAsync());
        Assert.Equal([1, 2], (await after.Client.Job(job).GetCheckpointAsync(done.Result!.Checkpoint!.Value)).Vertices.Select(v => v.Subtasks.Count).Order());

        // A checkpoint of the data folder is something to begin with too.
        var kept = Path.Join(data, "checkpoints", job, $"chk-{done.Result.Checkpoint}");
        var next = await after.RunAsync(new JobSubmission("sums") { Parallelism = 3, From = new SavepointStart(kept) });
        Assert.Equal(kept, (await after.Client.Job(next).GetCheckpointsAsync()).Latest.Restored!.Folder);
    }

    [Theory]
    [InlineData("""{"job":"other"}""", "There is no job named 'other'; registered are: broken, failing, idle, sums, waiting")]
    [InlineData("""{"job":"broken"}""", "System.InvalidOperationException: no such table")]
    [InlineData("""{"job":"sums","arguments":{"parallelism":"many"}}""", "argument 'parallelism' is 'many'")]
    [InlineData("""{"job":"sums","arguments":{"parallelism":null}}""", "The argument 'parallelism' is null")]
    [InlineData("""{"job":"sums","arguments":{"a":"1","a":"2"}}""", "a member comes twice")]
    [InlineData("""{"job":"sums","arguments":[1]}""", "$.arguments")]
    [InlineData("""{"job":"sums","parallelism":0}""", "between 1 and 32768")]
    [InlineData("""{"job":"sums","parallelism":1e99}""", "$.parallelism")]
    [InlineData("""{"job":"sums","name":" "}""", "'name' is empty")]
    [InlineData("""{"job":"sums","nmae":"x"}""", "there is no member 'nmae'; there are job, ")]
    [InlineData("""{"job":"sums","name":".."}""", "no path leads to it")]
    [InlineData("""{"job":"sums","name":"a\u0007b"}""", "it has the control character U+0007")]
    [InlineData("""{"job":"sums","from":{"savepoint":"none"}}""", "cannot begin with")]
    [InlineData("""{"job":"sums","from":{"savepoint":"none","claim":"mine"}}""", "it is claim or noClaim")]
    [InlineData("""{"job":"sums","from":{}}""", "the member 'savepoint' of 'from' is missing")]
    [InlineData("""{"job":"sums","from":{"savepoint":"x","clam":"claim"}}""", "there is no member 'clam' of 'from'; there are savepoint, claim, allowUnmatchedState")]
    [InlineData("""{"job":null}""", "job")]
    [InlineData("{}", "the member 'job' is missing")]
    [InlineData("null", "it is null")]
    [InlineData("[]", "not what can be asked for here")]
    [InlineData("{", "not what can be asked for here")]
    [InlineData("", "not what can be asked for here")]
    public async Task What_is_wrong_with_a_submission_is_told(string body, string expected)
    {
        var (status, text) = await _served.PostAsync("/jobs", body);
        Assert.Equal((HttpStatusCode.BadRequest, text), (status, text));
        Assert.Contains(expected, DetailOf(text), StringComparison.Ordinal);
        Assert.DoesNotContain("FlowActors.", DetailOf(text), StringComparison.Ordinal);
        Assert.Empty(await _served.Client.GetJobsAsync());
    }

    [Fact]
    public async Task What_is_not_JSON_or_too_large_is_refused()
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _served.PostAsync("/jobs", """{"job":"sums"}""", "text/plain")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _served.PostAsync("/jobs", null)).Status);
        var large = JsonSerializer.Serialize(new { job = "sums", name = new string('x', 1 << 20) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _served.PostAsync("/jobs", large)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _served.PostAsync("/jobs?job=sums", """{"job":"sums"}""")).Status);
        Assert.Empty(await _served.Client.GetJobsAsync());
    }

    [Fact]
    public async Task A_page_of_another_site_starts_and_ends_nothing()
    {
        var job = await _served.RunAsync(new JobSubmission("idle"));
        foreach (var (origin, expected) in new[] { ("http://evil.example", HttpStatusCode.Forbidden), ("null", HttpStatusCode.Forbidden), (_served.Http.BaseAddress!.ToString().TrimEnd('/'), HttpStatusCode.Accepted) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/jobs/{job}/cancel");
            request.Headers.Add("Origin", origin);
            using var response = await _served.Http.SendAsync(request);
            Assert.Equal((origin, expected), (origin, response.StatusCode));
        }
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("stop")]
    [InlineData("checkpoints")]
    [InlineData("savepoints")]
    [InlineData("resume")]
    public async Task An_unknown_job_is_told(string what)
    {
        var (status, text) = await _served.PostAsync($"/jobs/none/{what}", "{}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("no job with the id or the name 'none'", DetailOf(text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_of_every_sort_are_answered()
    {
        var job = await _served.RunAsync(new JobSubmission("idle"));
        string[] values = ["null", "1", "-1", "1e999", "true", "\"\"", "\"x\"", "\"..\"", "\"/\"", "\"a\\u0000b\"", "[]", "{}", "{\"a\":1}", "\"\\ud800\"", new string('[', 100)];
        string[] members = ["job", "name", "arguments", "parallelism", "from", "savepoint", "target", "form", "drain", "request", "path", "claim", "x", ""];
        string[] paths = ["/jobs", $"/jobs/{job}/stop", $"/jobs/{job}/savepoints", $"/jobs/{job}/checkpoints", $"/jobs/{job}/resume", "/savepoints/dispose", "/jobs/%00/cancel", "/jobs/../stop"];
        var body = Gen.Select(Gen.Int[0, members.Length - 1], Gen.Int[0, values.Length - 1]).Array[0, 4]
            .Select(pairs => "{" + string.Join(',', pairs.Select(p => $"\"{members[p.Item1]}\":{values[p.Item2]}")) + "}");
        await Seeded.CheckAsync(
            Gen.Select(Gen.Int[0, paths.Length - 1], body, Gen.Byte.Array[0, 30], Gen.Bool),
            async asked =>
            {
                using var content = new ByteArrayContent(asked.Item4 ? asked.Item3 : Encoding.UTF8.GetBytes(asked.Item2));
                content.Headers.ContentType = new("application/json");
                using var response = await _served.Http.PostAsync(paths[asked.Item1], content);
                Assert.True((int)response.StatusCode < 500, $"{paths[asked.Item1]} {asked.Item2}: {response.StatusCode}");
            },
            iterations: 400);
        await _served.UntilAsync(job, "Running");
    }

    private static string DetailOf(string problem) => JsonDocument.Parse(problem).RootElement.GetProperty("detail").GetString()!;
}
