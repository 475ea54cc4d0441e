using System.Net;
using System.Net.Http.Json;
using FlowActors.Client;
using FlowActors.Client.Health;
using FlowActors.Client.Wire;
using FlowActors.Http.Tests.Server;

namespace FlowActors.Http.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_node_is_well_until_its_host_has_stopped(int nodes)
    {
        await using var node = await ServedNode.StartAsync(nodes: nodes);
        Assert.Equal("cluster: Healthy, job-manager: Healthy", await ShownAsync(node, "/health", HttpStatusCode.OK));
        Assert.Equal("cluster: Healthy, job-manager: Healthy", await ShownAsync(node, "/health/ready", HttpStatusCode.OK));
        Assert.Equal("", await ShownAsync(node, "/health/live", HttpStatusCode.OK));
        await node.Host.DisposeAsync();
        Assert.Equal("cluster: Unhealthy, job-manager: Unhealthy", await ShownAsync(node, "/health", HttpStatusCode.ServiceUnavailable));
        Assert.Equal("cluster: Unhealthy, job-manager: Unhealthy", await ShownAsync(node, "/health/ready", HttpStatusCode.ServiceUnavailable));
        Assert.Equal("", await ShownAsync(node, "/health/live", HttpStatusCode.OK));
    }

    [Fact]
    public async Task The_client_tells_how_a_node_is()
    {
        await using var node = await ServedNode.StartAsync();
        using var client = new FlowActorsClient(node.Server.Address);
        Assert.Equal("Healthy", (await client.GetHealthAsync()).Status);
        await node.Host.DisposeAsync();
        Assert.Equal("Unhealthy", (await client.GetHealthAsync()).Status);
        Assert.Equal(["cluster", "job-manager"], (await client.GetReadinessAsync()).Checks.Select(c => c.Name));
        await node.Server.DisposeAsync();
        await Assert.ThrowsAsync<FlowActorsClientException>(() => client.GetHealthAsync());
    }

    private static async Task<string> ShownAsync(ServedNode node, string path, HttpStatusCode status)
    {
        using var answer = await node.Http.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        var health = (await answer.Content.ReadFromJsonAsync<NodeHealth>(WireJson.Options))!;
        Assert.Equal(status == HttpStatusCode.OK ? "Healthy" : "Unhealthy", health.Status);
        Assert.All(health.Checks, check => Assert.Equal(check.Status == "Healthy", check.Description is null));
        return string.Join(", ", health.Checks.Select(c => $"{c.Name}: {c.Status}"));
    }
}
