using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FlowActors.Http.Server;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Tests.Hosting;

/// <summary>The node of a generic host over HTTP: by a server of its own, or mapped into the application's.</summary>
public sealed class GenericHostTests
{
    [Fact]
    public async Task A_node_is_served_while_its_host_runs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => { o.Configuration = "flowactors.http.port = 0"; o.AddJob("job", _ => new StatesJob("memory")); });
        builder.Services.AddFlowActorsHttp();
        using var host = builder.Build();
        await host.StartAsync();
        var address = host.Services.GetRequiredService<ServerService>().Address!;
        using var http = new HttpClient { BaseAddress = address };
        await ServesJobsAsync(http, "");
        await LogsOfTheStartAsync(http, address);
        using (var health = await http.GetAsync("/health/ready")) Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        await host.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/jobs"));
    }

    [Fact]
    public async Task Without_a_port_nothing_listens()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors();
        builder.Services.AddFlowActorsHttp();
        using var host = builder.Build();
        await host.StartAsync();
        Assert.Null(host.Services.GetRequiredService<ServerService>().Address);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_port_in_use_is_found_before_the_node_joins()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.Configuration = $"flowactors.http.port = {port}");
        builder.Services.AddFlowActorsHttp();
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<JobValidationException>(() => host.StartAsync());
        Assert.Contains($"The HTTP port {port} of 127.0.0.1 cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Null(host.Services.GetRequiredService<IFlowActorsNode>().Name);
    }

    [Fact]
    public async Task A_node_that_has_ended_says_so()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.AddJob("job", _ => new StatesJob("memory")));
        using var host = builder.Build();
        await host.StartAsync();
        await using var server = await FlowActorsHttpServer.StartAsync(host.Services.GetRequiredService<IServedNode>(), 0, null, default);
        await host.StopAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync("/jobs");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("The node is ending. Ask another one, or ask again when its process has started anew.", told.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_node_is_mapped_into_its_application()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddFlowActors(o => o.AddJob("job", _ => new StatesJob("memory")));
        builder.Services.AddHealthChecks().AddFlowActors();
        await using var application = builder.Build();
        application.MapGroup("/flow").MapFlowActors();
        application.MapHealthChecks("/healthz");
        await application.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        await ServesJobsAsync(http, "/flow");
        Assert.Equal("Healthy", await http.GetStringAsync("/healthz"));
        await application.StopAsync();
    }

    [Fact]
    public async Task Before_the_node_has_started_it_is_not_ready()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.AddJob("job", _ => new StatesJob("memory")));
        using var host = builder.Build();
        await using var server = await FlowActorsHttpServer.StartAsync(host.Services.GetRequiredService<IServedNode>(), 0, null, default);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var jobs = await http.GetAsync("/jobs");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, jobs.StatusCode);
        Assert.NotNull(jobs.Headers.RetryAfter);
        Assert.Contains("has not started yet", await jobs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var accepted = await http.PostAsJsonAsync("/jobs", new { job = "job" });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (accepted.StatusCode, accepted.Headers.RetryAfter?.ToString()));
        using var ready = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task An_application_without_a_node_is_told()
    {
        await using var application = WebApplication.CreateBuilder().Build();
        var error = Assert.Throws<InvalidOperationException>(() => application.MapFlowActors());
        Assert.Contains("AddFlowActors", error.Message, StringComparison.Ordinal);
    }

    private static async Task LogsOfTheStartAsync(HttpClient http, Uri address)
    {
        var nodes = await http.GetFromJsonAsync<JsonElement>("/nodes");
        var logs = await http.GetFromJsonAsync<JsonElement>($"/nodes/{nodes.GetProperty("nodes")[0].GetProperty("node").GetString()}/logs");
        var lines = logs.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("message").GetString()!).ToList();
        Assert.Single(lines, l => l.StartsWith("Node started at ", StringComparison.Ordinal));
        Assert.Single(lines, l => l == $"The node is served over HTTP at {address}.");
    }

    private static async Task ServesJobsAsync(HttpClient http, string prefix)
    {
        using var accepted = await http.PostAsJsonAsync($"{prefix}/jobs", new { job = "job", name = "served" });
        Assert.True(accepted.IsSuccessStatusCode, await accepted.Content.ReadAsStringAsync());
        var jobs = await http.GetFromJsonAsync<JsonElement>($"{prefix}/jobs");
        Assert.Equal("served", jobs.GetProperty("jobs")[0].GetProperty("name").GetString());
    }
}
