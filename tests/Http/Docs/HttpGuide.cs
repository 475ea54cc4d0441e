namespace FlowActors.Http.Tests.Docs;

/// <summary>What docs/http.md shows, and that it does what is said there.</summary>
public sealed class HttpGuide
{
    [Fact]
    public async Task Who_runs_the_application_decides_whether_it_is_served()
    {
        foreach (var (settings, isServed) in ((string, bool)[])[("", false), ("flowactors.http.port = 0", true)])
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = settings });
            await using var server = await FlowActorsHttpServer.StartConfiguredAsync(host);
            Assert.Equal(isServed, server is not null);
        }
    }
}
