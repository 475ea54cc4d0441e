using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowActors.Http.Server;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors.Http.Tests.Server;

/// <summary>What is too much is refused, whoever is slow is left, and the server ends in time.</summary>
public sealed class LimitsTests
{
    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var node = await ServedNode.StartAsync("body-bytes-max = 1KiB");
        using var body = new StringContent($"\"{new string('x', 2_000)}\"", Encoding.UTF8, "application/json");
        using var answer = await node.SendAsync(HttpMethod.Post, "/jobs", body);
        await ApiKeyTests.AssertProblem(HttpStatusCode.RequestEntityTooLarge, "The body is too large", answer);
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_refused_and_a_long_one_is_answered()
    {
        await using var node = await ServedNode.StartAsync("request-line-bytes-max = 4KiB");
        using var answer = await node.Http.GetAsync($"/jobs?key={new string('1', 5_000)}");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        using var other = await node.Http.GetAsync($"/jobs/{new string('1', 3_000)}/state");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_not_waited_for()
    {
        await using var node = await ServedNode.StartAsync("header-timeout = 50ms");
        using var client = new TcpClient("127.0.0.1", node.Server.Address.Port);
        await client.GetStream().WriteAsync("GET /jobs HTTP/1.1\r\nHost: loc"u8.ToArray());
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task More_connections_than_there_may_be_are_closed_and_later_ones_are_answered()
    {
        await using var node = await ServedNode.StartAsync("connections-max = 2");
        var clients = Enumerable.Range(0, 2).Select(_ => new TcpClient("127.0.0.1", node.Server.Address.Port)).ToList();
        foreach (var client in clients) Assert.StartsWith("HTTP/1.1 200", await AskAsync(client), StringComparison.Ordinal);
        using (var more = new TcpClient("127.0.0.1", node.Server.Address.Port)) Assert.Equal("", await AskAsync(more));
        foreach (var client in clients) client.Dispose();
        // The server hears of it in its own time.
        string answer;
        do
        {
            using var later = new TcpClient("127.0.0.1", node.Server.Address.Port);
            answer = await AskAsync(later);
        }
        while (answer.Length == 0);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_many_requests_are_under_way_at_once()
    {
        var gate = new RequestGate(Limits with { RequestsMax = 2 });
        var held = new TaskCompletionSource();
        var under = Enumerable.Range(0, 2).Select(_ => gate.Invoke(Request(), _ => held.Task)).ToList();
        var refused = Request();
        await gate.Invoke(refused, _ => throw new InvalidOperationException("It was let in."));
        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "1"), (refused.Response.StatusCode, refused.Response.Headers.RetryAfter.ToString()));
        var health = Request(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        await gate.Invoke(health, Answer);
        Assert.Equal(StatusCodes.Status200OK, health.Response.StatusCode);
        var watcher = Request(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, null, ["text/event-stream"]));
        await gate.Invoke(watcher, Answer);
        Assert.Equal(StatusCodes.Status200OK, watcher.Response.StatusCode);
        held.SetResult();
        await Task.WhenAll(under);
        var later = Request();
        await gate.Invoke(later, Answer);
        Assert.Equal(StatusCodes.Status200OK, later.Response.StatusCode);
    }

    [Fact]
    public async Task A_crowd_is_answered_or_told_to_come_again()
    {
        await using var node = await ServedNode.StartAsync("requests-max = 1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => node.Http.GetAsync("/jobs")));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(answers, a => Assert.True(
            a.StatusCode == HttpStatusCode.OK || (a.StatusCode == HttpStatusCode.ServiceUnavailable && a.Headers.RetryAfter is not null), a.ToString()));
        using var later = await node.Http.GetAsync("/jobs");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_request_that_does_not_end_does_not_hold_up_the_end()
    {
        var node = await ServedNode.StartAsync("stop-timeout = 20ms");
        using var client = new TcpClient("127.0.0.1", node.Server.Address.Port);
        await client.GetStream().WriteAsync("POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
        await node.DisposeAsync();
        await node.Server.DisposeAsync();
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_without_what_it_says()
    {
        var context = Request();
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new BareProblems(new RequestGate(Limits), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Invoke(context, _ => throw new InvalidOperationException("secretive"));
        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
        Assert.DoesNotContain("secretive", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_told()
    {
        using var body = new SlowBody();
        var request = Request().Request;
        (request.Body, request.ContentType) = (body, "application/json");
        var problem = await Assert.ThrowsAsync<Problem>(() => RequestBody.ReadAsync<Client.Submission.JobSubmission>(request, null, default));
        Assert.Equal(StatusCodes.Status408RequestTimeout, problem.Status);
    }

    [Fact]
    public async Task A_parameter_that_there_is_not_is_told()
    {
        await using var node = await ServedNode.StartAsync();
        foreach (var path in (string[])["/metrics", "/health", "/health/live", "/health/ready"])
        {
            using var answer = await node.Http.GetAsync($"{path}?limt=1");
            await ApiKeyTests.AssertProblem(HttpStatusCode.BadRequest, "There is no such parameter", answer);
        }
    }

    [Fact]
    public async Task Signals_to_the_process_stay_the_applications()
    {
        await using var node = await ServedNode.StartAsync();
        Assert.DoesNotContain("Console", node.Server.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostLifetime>().GetType().Name, StringComparison.Ordinal);
    }

    private static HttpLimits Limits => new(1_024, 1_024, 1, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 1, 1);

    private static DefaultHttpContext Request(object? metadata = null)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.SetEndpoint(new Endpoint(null, metadata is null ? EndpointMetadataCollection.Empty : new EndpointMetadataCollection(metadata), "it"));
        return context;
    }

    /// <summary>As the web server has it when less than its least rate comes.</summary>
    private sealed class SlowBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Reading the request body timed out.", StatusCodes.Status408RequestTimeout);
    }

    private static Task Answer(HttpContext context) => Task.CompletedTask;

    private static async Task<string> AskAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            var answer = new byte[64];
            return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
