using System.Net;
using System.Text.Json;
using FlowActors.Client;

namespace FlowActors.Http.Tests.Server;

/// <summary>Who has no key gets no answer, and who may read changes nothing.</summary>
public sealed class ApiKeyTests(ApiKeyTests.Served served) : IClassFixture<ApiKeyTests.Served>
{
    private const string Reader = "reader-0123456789";
    private const string Admin = "admin-0123456789";

    private readonly ServedNode _node = served.Node;

    [Theory]
    [InlineData("/jobs")]
    [InlineData("/jobs/none/state")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/there/is/no/such/path")]
    public async Task Without_a_key_nothing_is_told(string path)
    {
        using var answer = await _node.Http.GetAsync(path);
        await AssertProblem(HttpStatusCode.Unauthorized, "There is no API key", answer);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("Authorization", "Bearer reader-012345678")]
    [InlineData("Authorization", "Bearer reader-0123456789x")]
    [InlineData("Authorization", "Bearer  ")]
    [InlineData("X-Api-Key", "ADMIN-0123456789")]
    public async Task A_wrong_key_is_none(string header, string value)
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/jobs", null, (header, value));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(value, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", $"Basic {Reader}")]
    public async Task A_key_in_another_scheme_is_none(string header, string value)
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/jobs", null, (header, value));
        await AssertProblem(HttpStatusCode.Unauthorized, "There is no API key", answer);
    }

    [Theory]
    [InlineData("Authorization", $"Bearer {Reader}")]
    [InlineData("Authorization", $"bearer {Admin}")]
    [InlineData("X-Api-Key", Reader)]
    [InlineData("X-Api-Key", Admin)]
    public async Task Either_key_reads(string header, string value)
    {
        foreach (var path in (string[])["/jobs", "/metrics", "/openapi/v1.json"])
        {
            using var answer = await _node.SendAsync(HttpMethod.Get, path, null, (header, value));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_client_shows_its_key()
    {
        using var client = new FlowActorsClient(_node.Server.Address, Reader);
        Assert.Empty(await client.GetJobsAsync());
        using var stranger = new FlowActorsClient(_node.Server.Address, "nobody-0123456789");
        var error = await Assert.ThrowsAsync<FlowActorsClientException>(() => stranger.GetJobsAsync());
        Assert.Equal((HttpStatusCode.Unauthorized, "The API key is none of this server"), (error.Status, error.Title));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Only_admins_act(string method)
    {
        using var read = await _node.SendAsync(new HttpMethod(method), "/jobs", null, ("X-Api-Key", Reader));
        await AssertProblem(HttpStatusCode.Forbidden, "The API key may only read", read);
        using var none = await _node.SendAsync(new HttpMethod(method), "/jobs");
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        using var admin = await _node.SendAsync(new HttpMethod(method), "/health", null, ("X-Api-Key", Admin));
        await AssertProblem(HttpStatusCode.MethodNotAllowed, "There is no such method", admin);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_open(string path)
    {
        using var answer = await _node.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_document_tells_which_keys_there_are()
    {
        using var answer = await _node.SendAsync(HttpMethod.Get, "/openapi/v1.json", null, ("X-Api-Key", Reader));
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["bearer", "header"], document.RootElement.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(s => s.Name));
        var paths = document.RootElement.GetProperty("paths");
        Assert.Equal(2, paths.GetProperty("/jobs").GetProperty("get").GetProperty("security").GetArrayLength());
        Assert.False(paths.GetProperty("/health").GetProperty("get").TryGetProperty("security", out _));
    }

    internal static async Task AssertProblem(HttpStatusCode status, string title, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(text);
        Assert.Equal(title, problem.RootElement.GetProperty("title").GetString());
        Assert.NotEqual("", problem.RootElement.GetProperty("detail").GetString());
    }

    /// <summary>One node for all of them.</summary>
    public sealed class Served : IAsyncLifetime
    {
        internal ServedNode Node { get; private set; } = null!;

        public async Task InitializeAsync() => Node = await ServedNode.StartAsync($"read-keys = [{Reader}], admin-keys = [{Admin}]");

        public async Task DisposeAsync() => await Node.DisposeAsync();
    }
}
