using System.Net;
using FlowActors.Client.Submission;
using FlowActors.Http.Tests.Acting;

namespace FlowActors.Http.Tests;

/// <summary>Jobs whose names have a slash, and those whose names look like how a path has one.</summary>
public sealed class SlashedNamesTests
{
    private static readonly string[] s_reads =
    [
        "", "/plan", "/exceptions", "/accumulators", "/config", "/why", "/metrics", "/checkpoints", "/vertices", "/vertices/sums", "/vertices/sums/subtasks", "/vertices/sums/backpressure",
        "/vertices/sums/watermarks", "/vertices/sums/metrics", "/state", "/state/reduce/1", "/state/reduce", "/operators/sums/state/reduce/1", "/operators/sums/state/reduce?key=1",
    ];

    private static readonly string[] s_acts = ["/cancel", "/resume", "/stop", "/savepoints", "/checkpoints"];

    [Fact]
    public async Task A_name_with_a_slash_and_one_that_looks_like_it_are_of_two_jobs()
    {
        await using var host = await ActingHost.StartAsync();
        var looks = await host.RunAsync(new JobSubmission("sums") { Name = "x%2Fy" });
        while ((await host.Http.GetAsync("/jobs/x%252Fy/state/reduce/1")).StatusCode != HttpStatusCode.OK) await Task.Yield();
        foreach (var path in s_reads)
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, (await host.Http.GetAsync($"/jobs/x%252Fy{path}")).StatusCode));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await host.Http.GetAsync($"/jobs/x%2Fy{path}")).StatusCode));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/jobs/x%2Fy/checkpoints/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/jobs/x%2Fy/state/reduce/1/watch")).StatusCode);
        foreach (var path in s_acts) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await host.PostAsync($"/jobs/x%2Fy{path}", null)).Status));

        var has = await host.RunAsync(new JobSubmission("sums") { Name = "x/y" });
        Assert.Equal(has, (await host.GetAsync("/jobs/x%2fy")).GetProperty("id").GetString());
        Assert.Equal(looks, (await host.GetAsync("/jobs/x%252Fy")).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync("/jobs/x%2Fy/cancel", null)).Status);
        await host.UntilAsync(has, nameof(JobStatus.Cancelled));
        Assert.Equal(nameof(JobStatus.Running), (await host.GetAsync("/jobs/x%252Fy")).GetProperty("status").GetString());
    }

    // Bytes that are no text stay as they were sent, and would be taken for the text that looks like them.
    [Fact]
    public async Task What_is_no_text_in_UTF_8_is_told()
    {
        await using var served = await ServedHost.StartAsync(() => new StatesJob("memory"));
        foreach (var path in new[] { "/jobs/the%20job/state/count/%ff", "/jobs/%C3%28", "/jobs/the%20job/vertices/a%ffb" })
        {
            var (status, text) = await served.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, status));
            Assert.Contains("That is no text", text, StringComparison.Ordinal);
        }
    }
}
