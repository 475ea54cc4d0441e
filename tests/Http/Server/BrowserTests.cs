using System.Net;
using System.Text;

namespace FlowActors.Http.Tests.Server;

/// <summary>What a browser can be made to send by a page of another site is refused.</summary>
public sealed class BrowserTests(BrowserTests.Served served) : IClassFixture<BrowserTests.Served>
{
    private readonly ServedNode _node = served.Node;

    [Theory]
    [InlineData("evil.example.com")]
    [InlineData("localhost.example.com")]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1.example.com")]
    [InlineData("flow.example.com.example.org")]
    public async Task Another_name_than_ours_is_refused(string host)
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/health", null, ("Host", host));
        await ApiKeyTests.AssertProblem(HttpStatusCode.BadRequest, "The request names another host", answer);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:80")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3:8081")]
    [InlineData("[::1]:8081")]
    [InlineData("flow.example.com")]
    [InlineData("Flow.Example.com:443")]
    public async Task Our_names_are_answered(string host)
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/jobs", null, ("Host", host));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            using var answer = await _node.SendAsync(method, "/jobs", null, (header, value));
            await ApiKeyTests.AssertProblem(HttpStatusCode.Forbidden, "The request comes from another site", answer);
        }
    }

    [Fact]
    public async Task A_page_of_this_server_and_a_program_get_through()
    {
        using var page = await _node.SendAsync(HttpMethod.Post, "/health", null, ("Origin", _node.Server.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, page.StatusCode);
        using var proxied = await _node.SendAsync(HttpMethod.Post, "/health", null, ("Host", "flow.example.com"), ("Origin", "https://flow.example.com"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, proxied.StatusCode);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var program = await _node.SendAsync(HttpMethod.Post, "/health", json);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, program.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("text/json")]
    public async Task A_body_is_json(string type)
    {
        using var body = new StringContent("{}", Encoding.UTF8, type);
        using var answer = await _node.SendAsync(HttpMethod.Post, "/jobs", body);
        await ApiKeyTests.AssertProblem(HttpStatusCode.UnsupportedMediaType, "The body is no JSON", answer);
    }

    [Fact]
    public async Task No_page_of_another_site_reads_an_answer()
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/jobs", null, ("Origin", "https://evil.example.com"));
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One node for all of them.</summary>
    public sealed class Served : IAsyncLifetime
    {
        internal ServedNode Node { get; private set; } = null!;

        public async Task InitializeAsync() => Node = await ServedNode.StartAsync("allowed-hosts = [flow.example.com]");

        public async Task DisposeAsync() => await Node.DisposeAsync();
    }
}
