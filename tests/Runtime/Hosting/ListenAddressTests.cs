using System.Net;
using System.Net.Sockets;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

[Collection("cluster")]
public sealed class ListenAddressTests : IDisposable
{
    private readonly Socket _other = Listener();

    private int TakenPort => ((IPEndPoint)_other.LocalEndPoint!).Port;

    [Theory]
    [InlineData("host = \"no-such-host.invalid\"", 1, "flowactors.node.host", "cannot be resolved")]
    [InlineData("host = \"two words\"", 1, "flowactors.node.host", "cannot be resolved")]
    [InlineData("host = \"192.0.2.1\"", 1, "flowactors.node.host", "none of its network cards has it")]
    [InlineData("host = \"0.0.0.0\"", 1, "flowactors.node.host", "by which other nodes reach this one")]
    [InlineData("host = \"::\"", 1, "flowactors.node.host", "by which other nodes reach this one")]
    [InlineData("port = 41444", 3, "flowactors.node.port", "cannot be the port of 3 nodes of one host")]
    [InlineData("data-port = 41444", 2, "flowactors.node.data-port", "cannot be the port of 2 nodes of one host")]
    [InlineData("port = 41444, data-port = 41444", 1, "flowactors.node.data-port", "must not be flowactors.node.port too")]
    public void An_address_that_no_node_can_have_is_told_by_its_key(string setting, int nodes, string key, string rule) =>
        AssertTold(Refused($"flowactors.node {{ {setting} }}", nodes), key, rule);

    [Theory]
    [InlineData("port")]
    [InlineData("data-port")]
    public void A_port_of_the_node_is_not_that_of_HTTP_too(string key)
    {
        var error = Refused($"flowactors {{ http.port = 41444, node.{key} = 41444 }}", nodes: 1);
        AssertTold(error, "The setting flowactors.http.port is '41444' (line 1 of the test)", $"must not be flowactors.node.{key} too");
    }

    [Theory]
    [InlineData("port")]
    [InlineData("data-port")]
    public void A_port_that_another_program_has_is_told_by_its_key_address_and_port(string key)
    {
        var error = Refused($"flowactors.node.{key} = {TakenPort}", nodes: 1);
        AssertTold(error, $"flowactors.node.{key}", $"is '{TakenPort}' (line 1 of the test)");
        AssertTold(error, "on 127.0.0.1", "is in use already");
    }

    [Theory]
    [InlineData("port")]
    [InlineData("data-port")]
    public async Task A_second_host_does_not_get_the_fixed_port_of_the_first(string key)
    {
        var options = new EmbeddedOptions { Configuration = $"flowactors.node.{key} = {FreePorts.Take(1)[0]}" };
        await using var first = await FlowActorsHost.StartEmbeddedAsync(options);
        AssertTold(
            await Assert.ThrowsAsync<JobValidationException>(() => FlowActorsHost.StartEmbeddedAsync(options)),
            $"flowactors.node.{key} is ",
            "line 1 of EmbeddedOptions.Configuration");
    }

    [Fact]
    public async Task What_Akka_listens_on_cannot_be_shared_by_whoever_asks_for_that()
    {
        var port = FreePorts.Take(1)[0];
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = $"flowactors.node.port = {port}" });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        var error = Assert.Throws<SocketException>(() =>
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
        });
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    [Fact]
    public async Task A_generic_host_does_not_start_on_a_port_that_is_taken()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.Configuration = $"flowactors.node.port = {TakenPort}");
        using var host = builder.Build();
        AssertTold(
            await Assert.ThrowsAsync<JobValidationException>(() => host.StartAsync()),
            "flowactors.node.port is ",
            "line 1 of FlowActorsOptions.Configuration");
    }

    [Fact]
    public void A_listener_that_failed_after_the_check_is_told_alike()
    {
        var configuration = Composed.Of("flowactors.node.port = 5");
        var failure = new InvalidOperationException("outer", new AggregateException(new InvalidOperationException(
            "inner", new SocketException((int)SocketError.AddressAlreadyInUse))));
        AssertTold(ListenAddress.Explain(configuration, SettingsReader.Read(configuration).Node, failure)!, "flowactors.node.port is '5'", "is in use already");
        Assert.Null(ListenAddress.Explain(configuration, SettingsReader.Read(configuration).Node, new InvalidOperationException()));
    }

    [Fact]
    public async Task Nodes_find_each_other_by_IPv6()
    {
        if (!Socket.OSSupportsIPv6) return;
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2, Configuration = "flowactors.node.host = \"::1\"" });
        var env = host.CreateEnvironment().SetParallelism(2);
        var results = env.FromSequence(1, 1000).KeyBy(x => x % 2).Count().Collect();
        await (await env.ExecuteAsync("IPv6")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(1000, results.Values.GroupBy(x => x.Key).Sum(counts => counts.Max(x => x.Value)));
    }

    public void Dispose() => _other.Dispose();

    private static void AssertTold(JobValidationException error, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));

    private static JobValidationException Refused(string text, int nodes)
    {
        var configuration = Composed.Of(text);
        var settings = SettingsReader.Read(configuration);
        return Assert.Throws<JobValidationException>(() => ListenAddress.Check(configuration, settings, nodes));
    }

    private static Socket Listener()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // As Akka did by default: shared with all who ask for the same.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }
}
