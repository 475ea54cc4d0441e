using System.Net;

namespace FlowActors.Http.Tests.Server;

/// <summary>HEAD is answered as GET is, without the body.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private ServedNode _node = null!;

    public async Task InitializeAsync() => _node = await ServedNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("/jobs", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/jobs/none", HttpStatusCode.NotFound)]
    [InlineData("/jobs/none/state/count/1/watch", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/jobs/none/cancel", HttpStatusCode.MethodNotAllowed)]
    public async Task Heads_are_those_of_GET(string path, HttpStatusCode status)
    {
        using var answer = await _node.SendAsync(HttpMethod.Head, path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }
}
