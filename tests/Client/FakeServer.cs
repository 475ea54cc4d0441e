using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace FlowActors.Client.Tests;

/// <summary>A server that answers what a test says, in turn, and notes what it was asked.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<Func<HttpResponseMessage>> _answers = new();

    /// <summary>Paths with queries, as they were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public FlowActorsClient Client() => new(new HttpClient(this) { BaseAddress = new Uri("http://node:8081/flow") });

    public FakeServer Json(string json) => Then(() => Response(HttpStatusCode.OK, "application/json", json));

    public FakeServer Events(string events) => Then(() => Response(HttpStatusCode.OK, "text/event-stream", events));

    /// <summary>Events that break off.</summary>
    public FakeServer Broken(string events) => Then(() => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StreamContent(new BreakingStream(events)) { Headers = { ContentType = new("text/event-stream") } },
    });

    public FakeServer Html(string html) => Then(() => Response(HttpStatusCode.OK, "text/html", html));

    public FakeServer TooLarge(string cursor) => Then(() => Response(
        HttpStatusCode.RequestEntityTooLarge, "application/problem+json", $$"""{"title":"The next key is too large","status":413,"detail":"why","cursor":"{{cursor}}"}"""));

    public FakeServer Problem(HttpStatusCode status, string title, int? retryAfter = null, TimeSpan? until = null) => Then(() =>
    {
        var response = Response(status, "application/problem+json", $$"""{"title":"{{title}}","status":{{(int)status}},"detail":"why"}""");
        if (retryAfter is { } seconds) response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        if (until is { } after) (response.Headers.Date, response.Headers.RetryAfter) = (s_now, new(s_now + after));
        return response;
    });

    public FakeServer Unreachable() => Fails(new HttpRequestException("refused"));

    public FakeServer Fails(Exception failure) => Then(() => throw failure);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.RequestUri!.PathAndQuery);
        return Task.FromResult(_answers.TryDequeue(out var answer) ? answer() : throw new InvalidOperationException($"Nobody has said what {request.RequestUri} is answered."));
    }

    private FakeServer Then(Func<HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string type, string text) => new(status) { Content = new StringContent(text, Encoding.UTF8, type) };

    private sealed class BreakingStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("reset");
    }
}
