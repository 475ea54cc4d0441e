using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Security;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport.Security;

/// <summary>The transport with TLS: what goes over it, who is refused on either side, and what both are told.</summary>
public sealed class TlsTransportTests : IAsyncLifetime
{
    private const int Hang = 60_000;
    private static readonly TestAuthority s_authority = new("the cluster");
    private static readonly TestAuthority s_foreign = new("others");

    private readonly List<NodeTransport> _nodes = [];
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeTransport _a;

    public TlsTransportTests() => _a = Start("A", Good("a"), (_, reason) => _refused.TrySetResult(reason));

    public static TheoryData<string, string> Bad => new()
    {
        { "expired", "its certificate (CN=bad, signed by CN=the cluster) has expired at " },
        { "early", "is valid from " },
        { "foreign", "its certificate (CN=bad, signed by CN=others) is not signed by the authorities in flowactors.tls.authorities" },
        { "of no use", "(extended key usage)" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task Messages_of_all_sizes_arrive_whole_and_in_order_in_both_directions()
    {
        var b = Start("B", Good("b"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => NodeTransportTests.FlowAsync(i % 2 == 0 ? (_a, b) : (b, _a), channel: i, count: 30)));
    }

    [Fact(Timeout = Hang)]
    public async Task Certificates_between_those_of_nodes_and_the_root_are_sent_along()
    {
        var between = new TestAuthority("between", s_authority);
        await NodeTransportTests.FlowAsync((Start("B", between.Node(between.Issue("b"))), _a), channel: 1, count: 1);
    }

    [Theory(Timeout = Hang)]
    [MemberData(nameof(Bad))]
    public async Task A_sender_with_a_bad_certificate_is_refused_and_both_are_told(string kind, string reason)
    {
        var events = new RecordingEvents();
        Start("B", BadNode(kind)).OpenOutput(new ChannelAddress(1, 0, 0), _a.LocalEndpoint, events);
        Assert.Contains(reason, await _refused.Task, StringComparison.Ordinal);
        Assert.Contains("it calls itself B (", await _refused.Task, StringComparison.Ordinal);
        var failure = (await events.Failed).Message;
        Assert.Contains($"to node {_a.LocalEndpoint}, failed: the peer refuses this node. It says: A ({_a.LocalEndpoint}): ", failure, StringComparison.Ordinal);
        Assert.Contains(reason, failure, StringComparison.Ordinal);
    }

    [Theory(Timeout = Hang)]
    [MemberData(nameof(Bad))]
    public async Task A_receiver_with_a_bad_certificate_is_refused_and_both_are_told(string kind, string reason)
    {
        var told = new TaskCompletionSource<string>();
        var b = Start("B", BadNode(kind), (_, text) => told.TrySetResult(text));
        var events = new RecordingEvents();
        _a.OpenOutput(new ChannelAddress(1, 0, 0), b.LocalEndpoint, events);
        var failure = (await events.Failed).Message;
        Assert.Contains($"to node {b.LocalEndpoint}, failed: its certificate", failure, StringComparison.Ordinal);
        Assert.Contains(reason, failure, StringComparison.Ordinal);
        Assert.Contains($"the peer refuses this node. It says: A ({_a.LocalEndpoint}): its certificate", await told.Task, StringComparison.Ordinal);
    }

    [Fact(Timeout = Hang)]
    public async Task A_sender_without_tls_is_refused_and_both_are_told()
    {
        var events = new RecordingEvents();
        Start("B", null).OpenOutput(new ChannelAddress(1, 0, 0), _a.LocalEndpoint, events);
        Assert.Contains("it does not speak TLS, which this node demands", await _refused.Task, StringComparison.Ordinal);
        Assert.Contains("the peer refuses this node. It says: A", (await events.Failed).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Hang)]
    public async Task A_receiver_without_tls_is_refused_and_both_are_told()
    {
        var told = new TaskCompletionSource<string>();
        var b = Start("B", null, (_, text) => told.TrySetResult(text));
        var events = new RecordingEvents();
        _a.OpenOutput(new ChannelAddress(1, 0, 0), b.LocalEndpoint, events);
        Assert.Contains("the peer speaks TLS and this node does not", await told.Task, StringComparison.Ordinal);
        Assert.Contains("is flowactors.tls set alike on both nodes?", (await events.Failed).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Hang)]
    public async Task Who_shows_no_certificate_is_refused()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_a.LocalEndpoint.Host, _a.LocalEndpoint.Port);
        await using var stream = new SslStream(client.GetStream());
        var talk = await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "",
                CertificateChainPolicy = s_authority.Check([]).PolicyFor(PeerRole.Server),
                RemoteCertificateValidationCallback = (_, certificate, _, _) => s_authority.Check([]).RefusalOf((X509Certificate2?)certificate, null, PeerRole.Server) is null,
            });
            await stream.WriteAsync(new Hello(Hello.CurrentVersion, "X").ToBytes());
            await stream.ReadExactlyAsync(new byte[1]);
        });
        Assert.IsAssignableFrom<IOException>(talk);
        Assert.Contains("TLS could not be agreed on", await _refused.Task, StringComparison.Ordinal);
    }

    [Theory(Timeout = Hang)]
    [InlineData("nonsense")]
    [InlineData("\u0016nonsense that begins like TLS")]
    public async Task A_stranger_is_dropped_and_touches_nobody(string text)
    {
        var b = Start("B", Good("b"));
        var (events, input) = (new RecordingEvents(), new RecordingInput());
        _a.RegisterInput(new ChannelAddress(1, 0, 0), input);
        using var output = b.OpenOutput(new ChannelAddress(1, 0, 0), _a.LocalEndpoint, events);
        using var stranger = await RawPeer.ConnectSilentlyAsync(_a.LocalEndpoint);
        await stranger.SendAsync(System.Text.Encoding.UTF8.GetBytes(text));
        await stranger.ClosedAsync();
        await Messages.SendAsync(output, events, [4]);
        Assert.Equal([4], (await input.NextAsync()).Bytes);
        Assert.Equal(0, input.Failures + events.Failures);
    }

    [Fact(Timeout = Hang)]
    public async Task A_node_that_stops_says_so()
    {
        var b = Start("B", Good("b"));
        var (events, input) = (new RecordingEvents(), new RecordingInput());
        b.RegisterInput(new ChannelAddress(1, 0, 0), input);
        var output = _a.OpenOutput(new ChannelAddress(1, 0, 0), b.LocalEndpoint, events);
        await Messages.SendAsync(output, events, [4]);
        await input.NextAsync();
        await b.DisposeAsync();
        Assert.Contains($"node B ({b.LocalEndpoint}) shut its transport down", (await events.Failed).Message, StringComparison.Ordinal);
    }

    private static NodeTls Good(string name) => s_authority.Node(s_authority.Issue(name));

    private static NodeTls BadNode(string kind) => s_authority.Node(
        kind switch
        {
            "expired" => s_authority.Issue("bad", days: -1),
            "early" => s_authority.Issue("bad", from: 1),
            "foreign" => s_foreign.Issue("bad"),
            _ => s_authority.Issue("bad", usages: ["1.3.6.1.5.5.7.3.4"]),
        });

    private NodeTransport Start(string name, NodeTls? tls, Action<string, string>? refused = null)
    {
        var node = NodeTransport.Start(new TransportSettings(name) { Tls = tls, PeerRefused = refused ?? ((_, _) => { }) });
        _nodes.Add(node);
        return node;
    }
}
