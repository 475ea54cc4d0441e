using System.Net;
using System.Net.Sockets;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Harness;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Seed nodes by list, by configuration and by a name in DNS.</summary>
public sealed class SeedNodesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Seeds_of_the_configuration_are_taken_where_the_options_name_none()
    {
        const string Configuration = "flowactors.node.seeds = [\"10.0.0.2:4053\", \"akka.tcp://flowactors@10.0.0.1:4053\"]";
        Assert.Equal(["akka.tcp://flowactors@10.0.0.2:4053", "akka.tcp://flowactors@10.0.0.1:4053"], await ResolveAsync(Of(Configuration)));
        Assert.Equal(["akka.ssl.tcp://flowactors@10.0.0.3:4053"], await ResolveAsync(Of(Configuration, speaksTls: true, "10.0.0.3:4053")));
        Assert.True(Of("").IsEmpty);
        var error = Assert.Throws<JobValidationException>(() => Of("flowactors.node.seeds = [nobody]"));
        Assert.Contains("The seed node 'nobody' (flowactors.node.seeds) is not the address of a node", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_stands_for_its_addresses_in_an_order_that_all_nodes_see()
    {
        IPAddress[] found = [IPAddress.Parse("10.0.0.10"), IPAddress.Parse("10.0.0.9"), IPAddress.IPv6Loopback, IPAddress.Parse("9.200.0.1"), IPAddress.Parse("10.0.0.9")];
        var seeds = Of("flowactors.node.host = \"10.0.0.9\"", speaksTls: false, "dns://flow.internal:4053");
        Assert.Equal(
            ["akka.tcp://flowactors@9.200.0.1:4053", "akka.tcp://flowactors@10.0.0.9:4053", "akka.tcp://flowactors@10.0.0.10:4053"],
            await ResolveAsync(seeds, name => Task.FromResult(name == "flow.internal" ? found : [])));
    }

    [Fact]
    public async Task A_node_waits_until_the_name_has_as_many_addresses_as_are_asked_for()
    {
        var time = new ManualTime();
        var seeds = Of("flowactors.node { host = \"10.0.0.1\", seeds = [\"dns://flow:4053\"], seeds-min = 2 }");
        var asked = 0;
        Task<IPAddress[]> LookUp(string _) => ++asked switch
        {
            1 => throw new SocketException((int)SocketError.HostNotFound),
            2 => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]),
            _ => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.1")]),
        };
        var resolved = seeds.ResolveAsync(LookUp, Timeout, time);
        for (var i = 0; i < 2; i++) await NextAsync(time);
        Assert.Equal(["10.0.0.1", "10.0.0.2"], (await resolved).Select(a => a.Host));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_name_without_addresses_is_told_by_its_name()
    {
        var time = new ManualTime();
        var resolved = Of("flowactors.node.host = \"10.0.0.1\"", speaksTls: false, "dns://flow:4053").ResolveAsync(_ => Task.FromResult<IPAddress[]>([]), Timeout, time);
        for (var i = 0; i < 10; i++) await NextAsync(time);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => resolved);
        Assert.Contains("The seed nodes dns://flow:4053 had 0 addresses within 00:00:05", error.Message, StringComparison.Ordinal);
        Assert.Contains("flowactors.node.seeds-min", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_does_not_go_with_nodes_that_are_reached_by_names()
    {
        var error = Assert.Throws<JobValidationException>(() => Of("flowactors.node.host = localhost", speaksTls: false, "dns://flow:4053"));
        Assert.Contains("'dns://flow:4053' (FlowActorsOptions.SeedNodes) stands for addresses, but this node is reached by the name 'localhost'", error.Message, StringComparison.Ordinal);
    }

    private static async Task NextAsync(ManualTime time)
    {
        await time.TimerSetAsync();
        time.Advance(TimeSpan.FromMilliseconds(500));
    }

    private static SeedNodes Of(string configuration, bool speaksTls = false, params string[] options)
    {
        var all = new FlowActorsOptions();
        foreach (var seed in options) all.SeedNodes.Add(seed);
        return SeedNodes.Of(all, Composed.Read(configuration).Node, speaksTls);
    }

    private static async Task<IEnumerable<string>> ResolveAsync(SeedNodes seeds, Func<string, Task<IPAddress[]>>? lookUp = null) =>
        (await seeds.ResolveAsync(lookUp ?? (name => throw new InvalidOperationException(name)), Timeout, TimeProvider.System).WaitAsync(Patience.Limit)).Select(a => a.ToString());
}
