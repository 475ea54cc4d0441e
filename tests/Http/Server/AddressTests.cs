using System.Net;

namespace FlowActors.Http.Tests.Server;

/// <summary>Where a server listens, and what is told when it cannot.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    public async Task It_listens_where_it_is_told_to(string host, string reached)
    {
        await using var node = await ServedNode.StartAsync($"host = \"{host}\", port = 0, allow-anonymous = on");
        Assert.Equal(reached, node.Server.Address.Host);
        using var answer = await node.Http.GetAsync("/jobs");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var first = await ServedNode.StartAsync();
        var port = first.Server.Address.Port;
        var error = await Assert.ThrowsAsync<JobValidationException>(() => ServedNode.StartAsync($"port = {port}"));
        Assert.Contains($"The HTTP port {port} of 127.0.0.1 cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("flowactors.http.port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_told()
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(() => ServedNode.StartAsync("host = \"192.0.2.7\", allow-anonymous = on"));
        Assert.Contains("of 192.0.2.7 cannot be used", error.Message, StringComparison.Ordinal);
    }
}
