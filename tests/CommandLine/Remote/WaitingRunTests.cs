using System.CommandLine;
using FlowActors.Client.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>The command that runs a job and waits for its end, as a server tells of that step by step.</summary>
public sealed class WaitingRunTests
{
    [Fact]
    public async Task A_cluster_that_does_not_answer_for_now_is_asked_again()
    {
        var (exitCode, output, error) = await RunAsync("Running", "Retry", "Retry", "Finished");
        Assert.Equal((0, "job=1", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task A_server_that_has_gone_says_nothing_of_the_job()
    {
        var (exitCode, output, error) = await RunAsync("Running", "Gone");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
        Assert.Contains("What has become of job=1 is not known: ask another node (--at).", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_does_not_finish_is_told()
    {
        var (exitCode, output, error) = await RunAsync("Running", "Failed");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("job=1 is Failed.", error, StringComparison.Ordinal);
    }

    // What the server says at each look.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] looks)
    {
        var next = new Queue<string>(looks);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var server = builder.Build();
        server.UseRouting();
        server.MapPost("/jobs", () => Results.Json(new JobSummary("1", "demo", "Created")));
        server.MapGet("/jobs", (HttpContext context) =>
        {
            var look = next.Dequeue();
            if (look == "Gone") context.Abort();
            if (look != "Retry") return Results.Json(new JobList([new JobSummary("1", "demo", look)]));
            context.Response.Headers.RetryAfter = "0";
            return Results.Problem("The coordinator moves.", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
        await server.StartAsync();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var root = new RootCommand();
        root.AddFlowActors();
        var exitCode = await root.Parse(["job", "run", "demo", "--wait", "--at", server.Urls.First()]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString().TrimEnd('\n'), error.ToString().TrimEnd('\n'));
    }
}
