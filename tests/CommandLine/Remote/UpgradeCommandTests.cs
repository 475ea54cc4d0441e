using System.CommandLine;
using FlowActors.Client.Jobs;
using FlowActors.Client.Nodes;
using FlowActors.Client.Upgrades;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>The command waits until a job goes on by the other build, as a server tells that step by step.</summary>
public sealed class UpgradeCommandTests
{
    [Fact]
    public async Task One_that_was_stopped_is_waited_for_until_it_is_taken_up()
    {
        var (exitCode, output, error) = await RunAsync(("Suspended", 3), ("Suspended", 3), ("Suspended", 3), ("Running", 4));
        Assert.Equal((0, "build=b2\nleft=127.0.0.1:4053", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task One_that_ran_and_stays_stopped_is_told_with_the_way_back()
    {
        var (exitCode, output, error) = await RunAsync(("Running", 3), ("Suspended", 3));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("job=1 is Suspended; 'job show' has its exceptions. Start a node of the build that it ran by and resume it there.", error, StringComparison.Ordinal);
    }

    // The server tells of the job as it was before, and then of each look at it; the last one stays.
    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params (string Status, int Attempt)[] looks)
    {
        var next = new Queue<(string Status, int Attempt)>(looks);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var server = builder.Build();
        server.UseRouting();
        server.MapPost("/jobs/demo/upgrade", () => Results.Json(new JobUpgrade("b2", ["1"], ["127.0.0.1:4053"])));
        server.MapGet("/nodes", () => Results.Json(new NodeList([])));
        server.MapGet("/jobs/1", () =>
        {
            var (status, attempt) = next.Count > 1 ? next.Dequeue() : next.Peek();
            return Results.Json(new JobDetails("1", "demo", status, "demo", new Dictionary<string, string>(), attempt, DateTimeOffset.UnixEpoch, null, null, null, null, null, 1, 128, 1));
        });
        await server.StartAsync();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var root = new RootCommand();
        root.AddFlowActors();
        var exitCode = await root.Parse(["job", "upgrade", "demo", "--at", server.Urls.First()]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString().TrimEnd('\n'), error.ToString().TrimEnd('\n'));
    }
}
