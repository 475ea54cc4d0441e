using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary><c>state scan</c> of keys of which one has more than an answer holds.</summary>
public sealed class TooLargeStateTests
{
    [Fact]
    public async Task A_scan_goes_on_behind_what_is_too_large_and_says_so()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.MapGet("/jobs/j/state/s", (string? cursor) => cursor switch
        {
            null => Results.Text("""{"entries":[{"key":1,"value":10}],"cursor":"a","attempt":1,"committed":false}""", "application/json"),
            "a" => Results.Problem("Key 2 is large.", statusCode: 413, title: "The next key is too large", extensions: new Dictionary<string, object?> { ["cursor"] = "b" }),
            _ => Results.Text("""{"entries":[{"key":3,"value":30}],"cursor":null,"attempt":1,"committed":false}""", "application/json"),
        });
        await server.StartAsync();
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var root = new RootCommand();
        root.AddFlowActors();
        var exitCode = await root.Parse(["state", "scan", "j", "s", "--at", server.Urls.Single()])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        Assert.Equal((1, "1\t10\n3\t30\n"), (exitCode, output.ToString()));
        Assert.Equal("Left out: Key 2 is large.\nSomething was left out: What 1 of the keys have is larger than an answer, and is not shown.\n", error.ToString());
    }
}
