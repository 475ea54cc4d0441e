using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FlowActors.Http.Tests;

/// <summary>A host with one job, served over HTTP.</summary>
internal sealed class ServedHost : IAsyncDisposable
{
    private readonly FlowActorsHost _host;
    private readonly FlowActorsHttpServer _server;

    private ServedHost(FlowActorsHost host, FlowActorsHttpServer server, IJobClient job)
    {
        (_host, _server, Job) = (host, server, job);
        Http = new HttpClient { BaseAddress = server.Address };
    }

    public IJobClient Job { get; }

    public HttpClient Http { get; }

    public FlowActorsHost Host => _host;

    public static async Task<ServedHost> StartAsync(Func<IStreamJob> job, int nodes = 1, string? configuration = null, string? dataFolder = null)
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes, Configuration = configuration, DataFolder = dataFolder }.AddJob("job", job));
        var server = await FlowActorsHttpServer.StartAsync(host);
        return new ServedHost(host, server, await host.SubmitAsync("job", jobName: "the job"));
    }

    /// <summary>Asks until the answer is as it should be, which is soon: the test's time limit is the end of it.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isThere)
    {
        while (true)
        {
            using var response = await Http.GetAsync(path);
            if (response.StatusCode is HttpStatusCode.OK && await response.Content.ReadFromJsonAsync<JsonElement>() is var json && isThere(json)) return json;
        }
    }

    /// <summary>Awaits that all subtasks of the job run, which is so only some time after the first records have come.</summary>
    public async Task UntilRunningAsync()
    {
        while (await Job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }
}
