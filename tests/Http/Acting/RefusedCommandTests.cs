using System.Net;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Acting;

/// <summary>What is refused stands in the log of the node that was asked, and in that of whoever has refused it.</summary>
public sealed class RefusedCommandTests : IAsyncLifetime
{
    private ActingHost _served = null!;

    public async Task InitializeAsync() => _served = await ActingHost.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Commands_that_are_refused_stand_in_the_log_and_what_only_reads_does_not()
    {
        var job = await _served.RunAsync(new JobSubmission("sums") { Parallelism = 1 });
        var node = (await _served.GetAsync("/nodes")).GetProperty("nodes")[0].GetProperty("node").GetString();
        (string Path, string? Body, HttpStatusCode Status, string[] Lines)[] refused =
        [
            ("/jobs/none/cancel", null, HttpStatusCode.NotFound, ["'cancel' over HTTP was refused (404). There is no such job: There is no job with the id or the name 'none'."]),
            ("/jobs/none/rescale", "{\"parallelism\":3}", HttpStatusCode.NotFound, ["'rescale' over HTTP was refused (404). There is no such job: "]),
            ("/jobs", "{\"job\":\"none\"}", HttpStatusCode.BadRequest, ["'submit' over HTTP was refused (400). The job cannot run: "]),
            ("/jobs", "{\"job\":\"broken\"}", HttpStatusCode.BadRequest, ["'submit' over HTTP was refused (400). The job cannot be built: System.InvalidOperationException: no such table"]),
            ("/jobs/password=mellon/cancel", null, HttpStatusCode.NotFound, ["'cancel' over HTTP was refused (404). There is no such job: There is no job with the id or the name 'password=***"]),
            (
                $"/jobs/{job}/rescale", "{\"parallelism\":129}", HttpStatusCode.BadRequest,
                [$"Job 'sums' ({job}) was to have a parallelism of 129, and stays as it is: ", "'rescale' over HTTP was refused (400). The job cannot have that parallelism: "]),
            (
                $"/nodes/{node}/drain", null, HttpStatusCode.Conflict,
                [$":{node!.Split(':')[1]} was to be drained, and is not: Node ", "'drain-node' over HTTP was refused (409). The node cannot be drained: Node "]),
            // Who waits for a drain asks until the node is not there.
            ("/nodes/none:1/drain", null, HttpStatusCode.NotFound, []),
        ];
        foreach (var (path, body, status, _) in refused) Assert.Equal((path, status), (path, (await _served.PostAsync(path, body)).Status));
        using (var read = await _served.Http.GetAsync("/jobs/none")) Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);

        var log = await _served.GetAsync($"/nodes/{node}/logs?level=warning");
        // A machine that is busy with something else is warned of, too.
        var lines = log.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("message").GetString()!)
            .Where(l => l.Contains("over HTTP was refused", StringComparison.Ordinal) || l.Contains("was to ", StringComparison.Ordinal)).ToList();
        Assert.Collection(lines, [.. refused.SelectMany(r => r.Lines).Select(expected => (Action<string>)(line => Assert.Contains(expected, line, StringComparison.Ordinal)))]);
        Assert.DoesNotContain("mellon", $"{log}", StringComparison.Ordinal);
    }
}
